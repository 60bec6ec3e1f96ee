using System.Diagnostics;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Logs;

namespace Claudeonomics.IntegrationTests.CommandLine.Peers;

/// <summary>Another program that reads coding agents' logs, as installed from npm by <c>./test.sh</c>.</summary>
/// <param name="reads">Which agents it reads, by our names.</param>
internal sealed class Peer(string name, string program, string[] arguments, Func<JsonNode, PeerFigures> read, Func<string, bool> reads)
{
    public static Peer Ccusage { get; } = new(
        "ccusage", "@ccusage/ccusage-linux-x64/bin/ccusage", ["daily", "--json", "--offline", "--timezone", "UTC"], PeerFigures.OfCcusage,
        static agent => agent is "claude-code" or "codex" or "gemini-cli" or "opencode" or "kilo" or "qwen-code" or "github-copilot" or "amp" or "droid" or "kimi"
            or "pi" or "codebuff" or "hermes" or "goose" or "openclaw" or "grok-build" or "zcode");

    public static Peer Tokscale { get; } = new(
        "tokscale", "@tokscale/cli-linux-x64-gnu/bin/tokscale", ["models", "--json", "--no-spinner"], PeerFigures.OfTokscale, static agent => agent is not "mistral-vibe");

    public static IReadOnlyList<Peer> All { get; } = [Ccusage, Tokscale];

    public string Name => name;

    public bool Reads(string agent) => reads(agent);

    /// <summary>Runs it on a copy of a case's home: it writes caches of its own beside what it reads.</summary>
    public async Task<PeerFigures> RunAsync(LogFixture fixture, CancellationToken cancellationToken)
    {
        var path = Repository.PathTo("tests", "peers", "node_modules", program);
        if (!File.Exists(path) || !OperatingSystem.IsLinux())
        {
            RealPart.Missing($"{name} is not installed; ./test.sh installs it on Linux on x64.");
        }

        if (OperatingSystem.IsLinux())
        {
            // ccusage comes without the bit that lets it run.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }

        using var home = fixture.Open();
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["HOME"] = home.Path;
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["TZ"] = "UTC";
        foreach (var (variable, value) in home.Variables)
        {
            start.Environment[variable] = value;
        }

        // It asks for prices at every run. Nobody listens here, so that it goes on without.
        start.Environment["HTTPS_PROXY"] = start.Environment["HTTP_PROXY"] = "http://127.0.0.1:9";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var answer = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 && answer.Length > 0
            ? read(JsonNode.Parse(answer)!)
            : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {await errors}");
    }
}
