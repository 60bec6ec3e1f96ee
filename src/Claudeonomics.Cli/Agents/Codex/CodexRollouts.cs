using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Cli.Scan;

namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>Finds a conversation's file by its id, and the rows in it that a fork may repeat.</summary>
internal sealed class CodexRollouts
{
    // rollout-2026-10-05T11-00-00-0199b000-0000-7000-8000-000000000001.jsonl
    private const int IdLength = 36;

    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private (string Id, IReadOnlyList<CodexRow>? Rows) _last = ("", null);

    public CodexRollouts(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (name.Length >= IdLength)
            {
                _paths.TryAdd(name[^IdLength..], path);
            }
        }
    }

    /// <returns>Null when the conversation's file is not there any more.</returns>
    public IReadOnlyList<CodexRow>? RowsOf(string id)
    {
        if (_last.Id != id)
        {
            _last = (id, _paths.TryGetValue(id, out var path) ? Read(path) : null);
        }

        return _last.Rows;
    }

    private static List<CodexRow>? Read(string path)
    {
        var collector = new Collector();
        try
        {
            using var file = LineReader.Open(path);
            var line = 0;
            new LineReader().Read(file, 0, collector, NoSink.Instance, ref line, static (_, _) => { });
            return collector.Rows;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class Collector : LineParser
    {
        private readonly CodexTotals _totals = new();

        public List<CodexRow> Rows { get; } = [];

        public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"token_count\""u8) >= 0;

        public override UnreadReason? Read(ReadOnlySpan<byte> line, CallSink sink)
        {
            var json = new JsonWalker(line);
            var read = default(CodexLine);
            if (json.TryEnterObject())
            {
                read.Read(ref json);
            }

            if (!json.IsBroken && read.Kind.SequenceEqual("token_count"u8) && _totals.SpentOf(read.Total, read.Last) is { IsZero: false } spent)
            {
                Rows.Add(new(read.AtUnixMs, spent, read.Total, default, Rows.Count));
            }

            return null;
        }
    }

    private sealed class NoSink : CallSink
    {
        public static readonly NoSink Instance = new();

        public override void Add(in LogCall call)
        {
        }

        public override void AddChange(in LogChange change)
        {
        }

        public override ulong Hash(ReadOnlySpan<byte> id) => 0;
    }
}
