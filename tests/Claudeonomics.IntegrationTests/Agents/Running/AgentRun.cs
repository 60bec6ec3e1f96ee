using System.Diagnostics;
using Claudeonomics.IntegrationTests.Agents.StandIn;

namespace Claudeonomics.IntegrationTests.Agents.Running;

/// <summary>What a real agent did in its throw-away home; disposing deletes the home.</summary>
internal sealed partial class AgentRun : IDisposable
{
    // An agent that has not ended by then hangs: real runs take a few seconds, on a busy machine some more.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Prompt = $"Write a {Scenario.Canary} into a file.";

    private AgentRun(AgentHome home, int exitCode, string output, string error, string conversation) =>
        (Home, ExitCode, Output, Error, Conversation) = (home, exitCode, output, error, conversation);

    public AgentHome Home { get; }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    /// <summary>The agent's own id of the conversation it held.</summary>
    public string Conversation { get; }

    public void Dispose() => Home.Dispose();

    /// <summary>Fails the test with what the agent said unless it ended well.</summary>
    public AgentRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"The agent ended with {ExitCode}.\n{Output}\n{Error}");
        return this;
    }

    private static async Task<AgentRun> StartAsync(
        ModelApiStandIn api,
        AgentHome home,
        AgentCommand command,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Func<string> conversation)
    {
        api.WorkFolder = home.Work;
        var start = new ProcessStartInfo(command.Program, [.. command.Prefix, .. arguments])
        {
            WorkingDirectory = home.Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Nothing of the developer's own set-up may reach the agent, their API keys least of all.
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = home.Path;
        start.Environment["TERM"] = "dumb";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command.Program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        return new(home, process.HasExited ? process.ExitCode : -1, await output, await error, conversation());
    }
}
