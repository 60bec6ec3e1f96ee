using System.Globalization;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Logs;

/// <summary>Rollouts: conversations, forks that repeat their parent in the two ways there are and one that does not, archived copies.</summary>
internal sealed class CodexLogs
{
    private static readonly string[] Models = ["gpt-5.4", "gpt-5.3-codex", "gpt-5.5"];

    private readonly LogCorpusOptions _options;
    private readonly LogTruth _truth;
    private readonly string _root;
    private readonly LogText _text;
    private readonly LogLines _lines = new();
    private readonly List<Rollout> _conversations = [];
    private SplitMix64 _chance;

    public CodexLogs(string root, LogCorpusOptions options, LogTruth truth)
    {
        (_root, _options, _truth) = (root, options, truth);
        _chance = SplitMix64.For(options.Seed, Purpose.Logs, 2);
        _text = new(ref _chance);
    }

    private sealed record Count(long Input, long Cached, long Output, long Reasoning)
    {
        public Count Plus(Count other) => new(Input + other.Input, Cached + other.Cached, Output + other.Output, Reasoning + other.Reasoning);
    }

    private sealed record Row(long AtUnixMs, Count Total, Count Last);

    private sealed record Rollout(string Id, string Path, string Model, List<Row> Rows);

    public void Write()
    {
        for (var file = 0; file < _options.CodexFiles; file++)
        {
            _lines.Clear();
            switch (_conversations.Count == 0 ? 0 : _chance.Pick([82, 4, 4, 4, 6]))
            {
                case 0:
                    WriteConversation();
                    break;
                case 4:
                    WriteArchive();
                    break;
                case var kind:
                    WriteFork(kind);
                    break;
            }
        }
    }

    private void WriteConversation()
    {
        var start = new DateTimeOffset(LogCorpus.LastDay.AddDays(-_chance.Below(LogCorpus.Days)), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds()
            + (_chance.Below(16 * 3600) * 1000L);
        var rollout = Begin(start, Models[_chance.Below(Models.Length)], parent: null);
        WriteContext(start + 10, rollout.Model);
        WriteRequests(rollout, start + 20, new(0, 0, 0, 0), SomeLength());
        _conversations.Add(rollout);
        Save(rollout.Path);
    }

    private void WriteFork(int kind)
    {
        var parent = _conversations[Math.Max(0, _conversations.Count - 1 - _chance.Below(10))];
        var start = parent.Rows[^1].AtUnixMs + 60_000;
        var rollout = Begin(start, parent.Model, parent.Id);
        WriteContext(start + 5, parent.Model);
        var total = new Count(0, 0, 0, 0);
        if (kind < 3)
        {
            // With its own times, or with those of the fork, over seconds.
            for (var i = 0; i < parent.Rows.Count; i++)
            {
                var row = parent.Rows[i];
                WriteItem(kind == 1 ? row.AtUnixMs : start + 10 + (i * 40), 600);
                WriteCount(row with { AtUnixMs = kind == 1 ? row.AtUnixMs : start + 10 + (i * 40) });
            }

            total = parent.Rows[^1].Total;
        }

        WriteRequests(rollout, start + 60_000, total, SomeLength() / 2);
        Save(rollout.Path);
    }

    private void WriteArchive()
    {
        var source = _conversations[_chance.Below(_conversations.Count)];
        var path = Path.Combine(_root, "archived_sessions", Path.GetFileName(source.Path));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(source.Path, path, overwrite: true);
    }

    private void WriteRequests(Rollout rollout, long atUnixMs, Count total, int bytes)
    {
        var end = _lines.Length + bytes;
        var context = 12_000 + _chance.Below(8_000);
        do
        {
            for (var items = 1 + _chance.Below(4); items > 0; items--)
            {
                atUnixMs += 200 + _chance.Below(3_000);
                WriteItem(atUnixMs, LogChance.LogNormal(ref _chance, 900, 1.3, 200_000));
            }

            atUnixMs += 1_000 + LogChance.LogNormal(ref _chance, 5_000, 1, 3_600_000);
            context = context > 180_000 ? 25_000 : context + 300 + _chance.Below(2_000);
            var output = LogChance.LogNormal(ref _chance, 230, 1, 20_000);
            var last = new Count(context, context - 200 - _chance.Below(1_500), output, output * 3 / 10);
            total = total.Plus(last);
            var row = new Row(atUnixMs, total, last);
            rollout.Rows.Add(row);
            WriteCount(row);
            if (_chance.Chance(0.16))
            {
                atUnixMs += 500;
                WriteCount(row with { AtUnixMs = atUnixMs });
            }

            _truth.Add(
                new("codex", "openai", rollout.Model), default,
                TokenUsage.FromInclusiveInput(last.Input, last.Cached, 0, last.Output, last.Reasoning)!.Value, row.AtUnixMs);
        }
        while (_lines.Length < end);
    }

    private Rollout Begin(long startUnixMs, string model, string? parent)
    {
        var id = IdOf(startUnixMs);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(startUnixMs);
        var path = Path.Combine(
            _root, "sessions", start.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture),
            $"rollout-{start.ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture)}-{id}.jsonl");
        _lines.Add("{\"timestamp\":\""u8).AddTime(startUnixMs).Add("\",\"type\":\"session_meta\",\"payload\":{\"id\":\""u8).Add(id).Add("\",\"timestamp\":\""u8)
            .AddTime(startUnixMs).Add("\",\"cwd\":\"/home/dev/app\",\"originator\":\"codex_cli_rs\",\"cli_version\":\"0.144.0\",\"source\":\"cli\",\"forked_from_id\":"u8)
            .Add(parent is null ? "null" : $"\"{parent}\"").Add(",\"model_provider\":\"openai\"}}\n"u8);
        return new(id, path, model, []);
    }

    private void WriteContext(long atUnixMs, string model) =>
        _lines.Add("{\"timestamp\":\""u8).AddTime(atUnixMs).Add("\",\"type\":\"turn_context\",\"payload\":{\"cwd\":\"/home/dev/app\",\"approval_policy\":\"on-request\",\"model\":\""u8)
            .Add(model).Add("\",\"effort\":\"medium\",\"summary\":\"auto\"}}\n"u8);

    private void WriteItem(long atUnixMs, int bytes) =>
        _lines.Add("{\"timestamp\":\""u8).AddTime(atUnixMs)
            .Add("\",\"type\":\"response_item\",\"payload\":{\"type\":\"function_call_output\",\"call_id\":\"call_"u8).Add(LogChance.Hex(ref _chance))
            .Add("\",\"output\":\""u8).Add(_text.Take(ref _chance, bytes)).Add("\"}}\n"u8);

    private void WriteCount(Row row)
    {
        _lines.Add("{\"timestamp\":\""u8).AddTime(row.AtUnixMs).Add("\",\"type\":\"event_msg\",\"payload\":{\"type\":\"token_count\",\"info\":{\"total_token_usage\":"u8);
        WriteUsage(row.Total);
        _lines.Add(",\"last_token_usage\":"u8);
        WriteUsage(row.Last);
        _lines.Add(",\"model_context_window\":272000},\"rate_limits\":{\"limit_id\":\"codex\",\"primary\":{\"used_percent\":12.0,\"window_minutes\":300,\"resets_at\":1791201605}}}}\n"u8);
    }

    private void WriteUsage(Count count) =>
        _lines.Add("{\"input_tokens\":"u8).Add(count.Input).Add(",\"cached_input_tokens\":"u8).Add(count.Cached).Add(",\"output_tokens\":"u8).Add(count.Output)
            .Add(",\"reasoning_output_tokens\":"u8).Add(count.Reasoning).Add(",\"total_tokens\":"u8).Add(count.Input + count.Output).Add("}"u8);

    // Version 7: milliseconds first.
    private string IdOf(long unixMs)
    {
        var time = unixMs.ToString("x12", CultureInfo.InvariantCulture);
        var rest = LogChance.Uuid(ref _chance);
        return $"{time[..8]}-{time[8..]}-7{rest[15..]}";
    }

    private int SomeLength() =>
        LogChance.LogNormal(ref _chance, _options.CodexBytes / (double)_options.CodexFiles * 0.78, 0.9, 12_000_000);

    private void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        file.Write(_lines.Bytes.Span);
    }
}
