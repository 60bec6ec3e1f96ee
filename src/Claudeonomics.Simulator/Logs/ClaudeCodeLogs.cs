using System.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Logs;

/// <summary>Transcripts: conversations, their sub-agents, resumed and forked copies, asides.</summary>
/// <remarks>
/// Per request about two lines of the answer with the same ids (measured: 2.2), the last of which is final, and a tool's result. A resumed
/// conversation copies all lines of an earlier one into a file of its own, half of the time under its own session id; a fork copies the first of
/// them; an aside repeats some under request ids of its own.
/// </remarks>
internal sealed class ClaudeCodeLogs
{
    private const int MostResult = 200_000;
    private const int ContextLimit = 190_000;

    private static readonly string[] Models = ["claude-opus-4-6", "claude-sonnet-4-6", "claude-opus-4-7", "claude-haiku-4-5-20251001"];
    private static readonly string[] Folders = ["-home-dev-app", "-home-dev-service", "-home-dev-site"];

    private readonly LogCorpusOptions _options;
    private readonly LogTruth _truth;
    private readonly string _root;
    private readonly LogText _text;
    private readonly LogLines _lines = new();
    private readonly List<Transcript> _conversations = [];
    private SplitMix64 _chance;

    public ClaudeCodeLogs(string root, LogCorpusOptions options, LogTruth truth)
    {
        (_root, _options, _truth) = (root, options, truth);
        _chance = SplitMix64.For(options.Seed, Purpose.Logs, 1);
        _text = new(ref _chance);
    }

    private sealed record Transcript(string Path, string Session, string Folder, long EndsAtUnixMs);

    public void Write()
    {
        for (var file = 0; file < _options.ClaudeCodeFiles; file++)
        {
            _lines.Clear();
            switch (_conversations.Count == 0 ? 0 : _chance.Pick([64, 25, 6, 3, 2]))
            {
                case 0:
                    WriteConversation();
                    break;
                case 1:
                    WriteSubAgent();
                    break;
                case 2:
                    WriteCopy(isFork: false);
                    break;
                case 3:
                    WriteCopy(isFork: true);
                    break;
                default:
                    WriteAside();
                    break;
            }
        }
    }

    private void WriteConversation()
    {
        var session = LogChance.Uuid(ref _chance);
        var folder = Folders[_chance.Below(Folders.Length)];
        var path = Path.Combine(_root, "projects", folder, session + ".jsonl");
        var end = WriteRequests(session, folder, StartOfSomeDay(), SomeLength(), isSidechain: false, Models[_chance.Pick([50, 30, 15, 5])]);
        _conversations.Add(new(path, session, folder, end));
        Save(path);
    }

    private void WriteSubAgent()
    {
        var parent = SomeConversation();
        var path = Path.Combine(_root, "projects", parent.Folder, parent.Session, "subagents", $"agent-{LogChance.Hex(ref _chance)}.jsonl");
        WriteRequests(parent.Session, parent.Folder, parent.EndsAtUnixMs - 600_000, SomeLength() / 2, isSidechain: true, Models[_chance.Pick([20, 40, 0, 40])]);
        Save(path);
    }

    private void WriteCopy(bool isFork)
    {
        var source = SomeConversation();
        var session = LogChance.Uuid(ref _chance);
        var bytes = File.ReadAllBytes(source.Path).AsSpan();
        if (isFork)
        {
            var half = bytes[..(bytes.Length / 2)];
            bytes = half[..(half.LastIndexOf((byte)'\n') + 1)];
        }

        if (_chance.Chance(0.5))
        {
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace(source.Session, session, StringComparison.Ordinal));
        }

        _lines.Add(bytes);
        WriteRequests(session, source.Folder, source.EndsAtUnixMs + 3_600_000, SomeLength() / 4, isSidechain: false, Models[_chance.Pick([50, 30, 15, 5])]);
        Save(Path.Combine(_root, "projects", source.Folder, session + ".jsonl"));
    }

    // The parent's last lines under request ids of its own, in a sidechain, and an answer of its own.
    private void WriteAside()
    {
        var parent = SomeConversation();
        var tail = Encoding.UTF8.GetString(File.ReadAllBytes(parent.Path)).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^4..];
        foreach (var line in tail)
        {
            _lines.Add(line.Replace("\"isSidechain\":false", "\"isSidechain\":true", StringComparison.Ordinal)
                .Replace("\"requestId\":\"req_", "\"requestId\":\"req_aside", StringComparison.Ordinal)).Add("\n"u8);
        }

        WriteRequests(parent.Session, parent.Folder, parent.EndsAtUnixMs + 1_000, 1, isSidechain: true, Models[0]);
        Save(Path.Combine(_root, "projects", parent.Folder, parent.Session, "subagents", $"agent-aside-{LogChance.Hex(ref _chance)}.jsonl"));
    }

    /// <returns>When the last answer ended.</returns>
    private long WriteRequests(string session, string folder, long atUnixMs, int bytes, bool isSidechain, string model)
    {
        var end = _lines.Length + bytes;
        var context = 20_000 + _chance.Below(20_000);
        do
        {
            var result = LogChance.LogNormal(ref _chance, 1_200, 1.4, MostResult);
            WriteUser(session, folder, atUnixMs, isSidechain, result);
            atUnixMs += 2_000 + LogChance.LogNormal(ref _chance, 6_000, 1, 3_600_000);
            var written = Math.Max(100, result / 3);
            context = context + written > ContextLimit ? 30_000 : context;
            var output = LogChance.LogNormal(ref _chance, 260, 1.15, 30_000);
            var hour = _chance.Chance(0.7);
            var usage = new TokenUsage(2 + _chance.Below(12), context, hour ? 0 : written, hour ? written : 0, 0, output, 0);
            atUnixMs = WriteAnswer(session, folder, atUnixMs, isSidechain, model, usage);
            _truth.Add(new("claude-code", "anthropic", model), default, usage, atUnixMs);
            context += written + output;
        }
        while (_lines.Length < end);
        return atUnixMs;
    }

    private void WriteUser(string session, string folder, long atUnixMs, bool isSidechain, int bytes)
    {
        Begin(session, folder, isSidechain).Add("\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":[{\"tool_use_id\":\"toolu_"u8)
            .Add(LogChance.Hex(ref _chance)).Add("\",\"type\":\"tool_result\",\"content\":\""u8).Add(_text.Take(ref _chance, bytes)).Add("\"}]},"u8);
        _lines.Add("\"uuid\":\""u8).Add(LogChance.Uuid(ref _chance)).Add("\",\"timestamp\":\""u8).AddTime(atUnixMs)
            .Add("\",\"toolUseResult\":{\"stdout\":\""u8).Add(_text.Take(ref _chance, bytes)).Add("\",\"stderr\":\"\",\"interrupted\":false}}\n"u8);
    }

    private long WriteAnswer(string session, string folder, long atUnixMs, bool isSidechain, string model, in TokenUsage usage)
    {
        string message = "msg_01" + LogChance.Hex(ref _chance), request = "req_01" + LogChance.Hex(ref _chance);
        var blocks = 1 + _chance.Pick([25, 40, 25, 10]);
        for (var block = 1; block <= blocks; block++)
        {
            atUnixMs += 300 + _chance.Below(2_000);
            var isLast = block == blocks;
            var output = isLast || !_chance.Chance(0.3) ? usage.OutputTokens : Math.Min(usage.OutputTokens, 1 + _chance.Below(8));
            Begin(session, folder, isSidechain).Add("\"message\":{\"model\":\""u8).Add(model).Add("\",\"id\":\""u8).Add(message)
                .Add("\",\"type\":\"message\",\"role\":\"assistant\",\"content\":["u8);
            WriteBlock(isLast);
            _lines.Add("],\"stop_reason\":"u8).Add(isLast ? "\"tool_use\""u8 : "null"u8).Add(",\"stop_sequence\":null,"u8);
            WriteUsage(usage, output);
            _lines.Add("},\"requestId\":\""u8).Add(request).Add("\",\"type\":\"assistant\",\"uuid\":\""u8).Add(LogChance.Uuid(ref _chance))
                .Add("\",\"timestamp\":\""u8).AddTime(atUnixMs).Add("\"}\n"u8);
        }

        return atUnixMs;
    }

    private void WriteBlock(bool isToolUse)
    {
        var text = _text.Take(ref _chance, LogChance.LogNormal(ref _chance, 350, 1.2, 50_000));
        if (isToolUse)
        {
            _lines.Add("{\"type\":\"tool_use\",\"id\":\"toolu_"u8).Add(LogChance.Hex(ref _chance))
                .Add("\",\"name\":\"Edit\",\"input\":{\"file_path\":\"/home/dev/app/src/index.ts\",\"old_string\":\""u8).Add(text).Add("\",\"new_string\":\"\"}}"u8);
        }
        else
        {
            _lines.Add("{\"type\":\"text\",\"text\":\""u8).Add(text).Add("\"}"u8);
        }
    }

    private void WriteUsage(in TokenUsage usage, long output) =>
        _lines.Add("\"usage\":{\"input_tokens\":"u8).Add(usage.UncachedInputTokens).Add(",\"cache_creation_input_tokens\":"u8).Add(usage.CacheWriteTokens)
            .Add(",\"cache_read_input_tokens\":"u8).Add(usage.CacheReadTokens).Add(",\"cache_creation\":{\"ephemeral_5m_input_tokens\":"u8)
            .Add(usage.CacheWrite5mTokens).Add(",\"ephemeral_1h_input_tokens\":"u8).Add(usage.CacheWrite1hTokens).Add("},\"output_tokens\":"u8).Add(output)
            .Add(",\"service_tier\":\"standard\",\"inference_geo\":\"not_available\"}"u8);

    private LogLines Begin(string session, string folder, bool isSidechain) =>
        _lines.Add("{\"parentUuid\":\""u8).Add(LogChance.Uuid(ref _chance)).Add("\",\"isSidechain\":"u8).Add(isSidechain ? "true"u8 : "false"u8)
            .Add(",\"userType\":\"external\",\"cwd\":\""u8).Add(folder.Replace('-', '/')).Add("\",\"sessionId\":\""u8).Add(session)
            .Add("\",\"version\":\"2.1.88\",\"gitBranch\":\"main\","u8);

    private Transcript SomeConversation() => _conversations[Math.Max(0, _conversations.Count - 1 - _chance.Below(20))];

    private int SomeLength()
    {
        // Copies and sub-agents are made of what conversations are, so that the whole comes out as asked.
        var mean = _options.ClaudeCodeBytes / (double)_options.ClaudeCodeFiles;
        return LogChance.LogNormal(ref _chance, mean * 0.66, 0.9, 12_000_000);
    }

    private long StartOfSomeDay() =>
        new DateTimeOffset(LogCorpus.LastDay.AddDays(-_chance.Below(LogCorpus.Days)), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds()
        + (_chance.Below(16 * 3600) * 1000L);

    private void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        file.Write(_lines.Bytes.Span);
    }
}
