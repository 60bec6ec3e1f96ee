using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Reasonix;

/// <summary>A day's calls: <c>stats/YYYY-MM-DD.jsonl</c>.</summary>
internal sealed class ReasonixStats : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new ReasonixParser();
}

/// <summary>Reads calls. Lines that only end a turn have no counts.</summary>
/// <remarks>
/// <code>
/// {"ts":"2026-08-04T09:10:11Z","model":"opencode/deepseek-v4","prompt":100,"completion":20,"reasoning":5,"cache_hit":30,"cache_miss":70,"total":120,"requests":1}
/// {"ts":"2026-08-04T09:11:11Z","turn":true}
/// </code>
/// </remarks>
internal sealed class ReasonixParser() : RecordParser(Fields)
{
    private static readonly JsonFields Fields = new("ts", "model", "requests");

    private static readonly UsageShape Counts = new()
    {
        Input = ["prompt"],
        CacheRead = ["cache_hit"],
        Output = ["completion"],
        Reasoning = ["reasoning"],
        Total = ["total"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"prompt\""u8) >= 0 || line.IndexOf("\"completion\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var usage = Counts.Read(record.Whole);
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = record.Time("ts");
        var model = ModelRoute.Of(record.Text("model"), (byte)'/');
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = model.Provider,
            Model = model.Name,
            IsSum = record.Number("requests") is not ([] or [(byte)'0'] or [(byte)'1']),
        });
        return usage.Verdict(at);
    }
}
