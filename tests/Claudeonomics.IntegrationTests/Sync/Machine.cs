using System.Globalization;
using System.Text;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Commands;
using Claudeonomics.Cli.Sync;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Sync;

/// <summary>A developer's machine: a home folder with Claude Code's logs in it, and the command line on it.</summary>
/// <param name="home">One that agents have worked in; null for an empty one.</param>
internal sealed class Machine(TimeProvider clock, string? home = null) : IDisposable
{
    private readonly HurriedClock _hurried = new(clock);
    private readonly string _folder = Directory.CreateTempSubdirectory("claudeonomics-machine-").FullName;

    public string Home => home ?? _folder;

    public string MemoryFolder => Path.Combine(_folder, "memory");

    public Surroundings Surroundings => new(name => name switch
    {
        "HOME" => Home,
        "CLAUDEONOMICS_HOME" => MemoryFolder,
        _ => null,
    });

    public ServerAccount? Account => ServerAccount.Read(Surroundings);

    /// <summary>Puts a log in the place of whatever there was of that conversation.</summary>
    public void Log(string conversation, params (DateTimeOffset At, string Request, int Output)[] calls)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Home, ".claude", "projects", "-home-dev-app"));
        File.WriteAllLines(Path.Combine(folder.FullName, conversation + ".jsonl"), calls.Select(call => $$$"""
            {"type":"assistant","cwd":"/home/dev/secret-project","sessionId":"{{{conversation}}}","version":"2.1.197","requestId":"{{{call.Request}}}","timestamp":"{{{call.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}}","message":{"id":"msg_{{{call.Request}}}","model":"claude-opus-4-6","role":"assistant","content":[{"type":"text","text":"canary-otter"}],"usage":{"input_tokens":10,"cache_read_input_tokens":100,"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":10 },"output_tokens":{{{call.Output}}} } } }
            """));
    }

    /// <summary>Puts the results of tools that changed files in the place of whatever there was of that conversation.</summary>
    public void LogChanges(string conversation, params (DateTimeOffset At, string ToolUse, string File)[] changes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Home, ".claude", "projects", "-home-dev-app"));
        File.WriteAllLines(Path.Combine(folder.FullName, conversation + ".jsonl"), changes.Select(change => $$$"""
            {"type":"user","cwd":"/home/dev/secret-project","sessionId":"{{{conversation}}}","timestamp":"{{{change.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}}","message":{"role":"user","content":[{"tool_use_id":"{{{change.ToolUse}}}","type":"tool_result","content":"The file has been updated"}]},"toolUseResult":{"filePath":"/home/dev/secret-project/{{{change.File}}}","oldString":"canary-otter","newString":"canary-otter","structuredPatch":[{"oldStart":1,"lines":["-canary-otter"]}]} }
            """));
    }

    /// <summary>Deletes a log, as agents do after a month.</summary>
    public void Forget(string conversation) =>
        File.Delete(Path.Combine(Home, ".claude", "projects", "-home-dev-app", conversation + ".jsonl"));

    /// <summary>Runs login while somebody confirms the code.</summary>
    public async Task<string> LoginAsync(RunningServer server, string personId, bool isAllowed = true)
    {
        var (output, problems) = (new StringWriter(), new StringWriter());
        var signIn = new DeviceLogin(Surroundings, _hurried, output, problems).RunAsync(server.Address, CancellationToken.None);
        while (!output.ToString().Contains("?code=", StringComparison.Ordinal))
        {
            Assert.False(signIn.IsCompleted, problems.ToString());
            await Task.Delay(10);
        }

        var code = output.ToString().Split("?code=")[1][..9];
        await server.Services.GetRequiredService<DeviceSignInService>().DecideAsync(code, personId, isAllowed, default);
        await signIn;
        return output.ToString() + problems;
    }

    /// <summary>Runs sync.</summary>
    public async Task<(int Exit, string Said)> SyncAsync()
    {
        var progress = new StringWriter();
        var exit = await SyncCommand.RunAsync(Surroundings, _hurried, progress, CancellationToken.None);
        return (exit, progress.ToString().Trim());
    }

    /// <summary>What sync would send, a body a line.</summary>
    public string[] Preview()
    {
        using var output = new MemoryStream();
        Assert.Equal(0, SyncCommand.Preview(Surroundings, clock, output, CancellationToken.None));
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task<(int Exit, string Said)> LogoutAsync()
    {
        var said = new StringWriter();
        return (await LoginCommands.LogoutAsync(Surroundings, said, said, CancellationToken.None), said.ToString().Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Tells another clock's time, and makes whoever waits wait a hundredth of it.</summary>
    private sealed class HurriedClock(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }
}
