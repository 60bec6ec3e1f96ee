using System.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Logs;

namespace Claudeonomics.Benchmarks.Scan;

/// <summary>What is run over one home: the product as published, cat, and the peers that are installed.</summary>
internal sealed class ScanPrograms
{
    private readonly string _home;
    private readonly string _memory;
    private readonly string _product = Find("artifacts", "publish", "cli", "claudeonomics");
    private readonly string[] _files;
    private int _appended;

    public ScanPrograms(string home, string memory)
    {
        (_home, _memory) = (home, memory);
        _files = [.. Directory.EnumerateFiles(home, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Peers =
        [
            new("ccusage", home, Find("bench", "peers", "node_modules", "@ccusage", "ccusage-linux-x64", "bin", "ccusage"), ["daily", "--json", "--offline"]),
            new("tokscale", home, Find("bench", "peers", "node_modules", "@tokscale", "cli-linux-x64-gnu", "bin", "tokscale"), ["--json"]),
        ];
    }

    public IReadOnlyList<Peer> Peers { get; }

    public Task<ProgramRun> CatAsync() => ProgramRun.RunAsync("cat", _files, []);

    public Task<ProgramRun> ReportAsync() => ProgramRun.RunAsync(
        _product, ["report", "daily", "--json", "--timezone", "UTC"], [("HOME", _home), ("CLAUDEONOMICS_HOME", _memory)]);

    public void Forget()
    {
        if (Directory.Exists(_memory))
        {
            Directory.Delete(_memory, recursive: true);
        }
    }

    /// <summary>Another answer in one of the conversations.</summary>
    public void AppendOneLine(LogTruth truth)
    {
        var usage = new TokenUsage(7, 50_000, 0, 900, 0, 321, 0);
        var at = new DateTimeOffset(LogCorpus.LastDay, new TimeOnly(23, 0), TimeSpan.Zero).AddSeconds(_appended++);
        truth.Add(new("claude-code", "anthropic", "claude-opus-4-6"), default, usage, at.ToUnixTimeMilliseconds());
        var line = $$$"""
            {"isSidechain":false,"cwd":"/home/dev/app","sessionId":"{{{Path.GetFileNameWithoutExtension(_files[0])}}}","version":"2.1.88","message":{"model":"claude-opus-4-6","id":"msg_appended{{{_appended}}}","role":"assistant","content":[],"stop_reason":"end_turn","usage":{"input_tokens":7,"cache_creation_input_tokens":900,"cache_read_input_tokens":50000,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":900},"output_tokens":321}},"requestId":"req_appended{{{_appended}}}","type":"assistant","timestamp":"{{{at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}"}

            """;
        File.AppendAllText(_files[0], line, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static string Find(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Claudeonomics.slnx")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine([folder?.FullName ?? "", .. parts]);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: ./bench.sh scan builds or installs it.");
    }
}

/// <summary>Another program that reads the same logs.</summary>
internal sealed record Peer(string Name, string Home, string Program, IReadOnlyList<string> Arguments)
{
    public Task<ProgramRun> RunAsync() => ProgramRun.RunAsync(Program, Arguments, [("HOME", Home)]);
}
