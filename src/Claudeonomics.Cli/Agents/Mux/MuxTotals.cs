using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Mux;

/// <summary>What a workspace used so far, by model: <c>sessions/WORKSPACE/session-usage.json</c>. For workspaces whose chat tells nothing.</summary>
/// <remarks>
/// <code>
/// {"version":1,"byModel":{"anthropic:claude-opus-4-6":{"input":{"tokens":100,"cost_usd":0.01},"cached":{"tokens":5000,"cost_usd":0.05},
///  "cacheCreate":{"tokens":200,"cost_usd":0.02},"output":{"tokens":300,"cost_usd":0.03},"reasoning":{"tokens":40,"cost_usd":0.01}}},
///  "lastRequest":{"model":"anthropic:claude-opus-4-6","timestamp":1791194405000}}
/// </code>
/// Counts are disjoint, reasoning too.
/// </remarks>
internal sealed class MuxTotals : DocumentFormat
{
    private static readonly JsonFields Totals = new("byModel", "lastRequest/timestamp");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input/tokens"],
        CacheRead = ["cached/tokens"],
        CacheWrite = ["cacheCreate/tokens"],
        Output = ["output/tokens"],
        Reasoning = ["reasoning/tokens"],
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!Totals.TryRead(document.Span, out var totals))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var workspace = file.FolderName(1);
        var at = totals.Time("lastRequest/timestamp");
        foreach (var member in totals.Members("byModel"))
        {
            var usage = Counts.Read(member.Value);
            if (!usage.IsCall)
            {
                unread.At(member.Value, usage.Problem);
                continue;
            }

            var model = ModelRoute.Of(member.Name, (byte)':');
            sink.Add(new()
            {
                AtUnixMs = at,
                Usage = usage.Tokens,
                Provider = model.Provider,
                Model = model.Name,
                ConversationId = workspace,
                IsSum = true,
                Key = CallSink.Join(sink.Hash(workspace), sink.Hash(member.Name)),
                Family = sink.Hash(workspace),
                Yields = MuxChat.Totals,
            });
            unread.At(member.Value, usage.Verdict(at));
        }
    }
}
