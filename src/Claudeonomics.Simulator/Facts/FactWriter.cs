using System.Buffers.Binary;
using System.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Wire;

namespace Claudeonomics.Simulator.Facts;

/// <summary>Turns exports into the facts that the intake reads from their bodies: a test holds the two together.</summary>
/// <param name="hash">The company's, so that conversations and requests are kept under the numbers that bodies would get.</param>
/// <param name="identities">The ledger's number of each person, by ordinal.</param>
/// <param name="who">How the people's keys make the facts theirs.</param>
public sealed class FactWriter(KeyedHash hash, IReadOnlyList<int> identities, Who who)
{
    private const int MostModelLength = 128;
    private readonly int[] _identities = [.. identities];

    public void Write(in Export export, FactBatch facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var identity = _identities[export.PersonOrdinal];
        var conversation = WireIds.HashOf(hash, export.Conversation);
        foreach (ref readonly var act in export.Acts)
        {
            switch (act.Kind)
            {
                case ActKind.Call:
                    facts.Add(Call(act, export.Agent, identity, conversation));
                    break;
                case ActKind.Counter:
                    facts.Add(Point(act, export.Agent, identity, conversation));
                    break;
                default:
                    if (IsSignal(act, export))
                    {
                        facts.Add(Signal(act, export, identity, conversation));
                    }

                    break;
            }
        }
    }

    /// <summary>Whether an act becomes a signal. Errors and, mostly, tool results do not; spans know calls only.</summary>
    internal static bool IsSignal(in Act act, in Export export) => export.Signal is ExportSignal.Logs && act.Kind switch
    {
        ActKind.Prompt => true,

        // Gemini CLI tells of a tool's use once, when it has run or was turned down.
        ActKind.Decision => export.Agent is not AgentKind.GeminiCli || act.Decider is Decider.PersonAgainst,
        ActKind.ToolResult => export.Agent is AgentKind.GeminiCli,
        _ => false,
    };

    private UsageEvent Call(in Act act, AgentKind agent, int identity, ulong conversation) => new()
    {
        Identity = identity,
        Who = who,
        Source = agent is AgentKind.OpenCode ? Source.OtlpSpan : Source.OtlpEvent,
        AtUnixMs = act.AtUnixMs,
        Conversation = conversation,

        // Codex and Gemini CLI name no request.
        Request = agent is AgentKind.ClaudeCode or AgentKind.OpenCode ? WireIds.HashOfRequest(hash, act) : 0,
        Origin = act.Origin,
        Usage = act.Reported,
        ReportedCostMicros = act.CostMicros < 0 ? null : act.CostMicros,
    };

    private Signal Signal(in Act act, in Export export, int identity, ulong conversation) => new()
    {
        Identity = identity,
        Who = who,
        Source = Source.OtlpEvent,
        AtUnixMs = act.AtUnixMs,
        Conversation = conversation,
        Agent = act.Origin.Agent,
        Kind = KindOf(act),
        ByHuman = act.Kind is ActKind.Prompt ? export.IsAttended : act.Decider is not Decider.Setting,
        Ordinal = OrdinalOf(act, export),
    };

    private static SignalKind KindOf(in Act act)
    {
        if (act.Kind is ActKind.Prompt)
        {
            return SignalKind.Prompt;
        }

        var isEdit = act.Tool is Tool.Edit or Tool.Write;
        return act.Decider is Decider.PersonAgainst
            ? isEdit ? SignalKind.EditRejected : SignalKind.ToolRejected
            : isEdit ? SignalKind.EditAccepted : SignalKind.ToolAccepted;
    }

    private ulong OrdinalOf(in Act act, in Export export)
    {
        Span<byte> name = stackalloc byte[WireIds.MostLength];
        return (export.Agent, act.Kind) switch
        {
            (AgentKind.GeminiCli, ActKind.Prompt) => hash.Of(WireIds.WriteGeminiPrompt(export.Conversation, act.Prompt, name)),
            (AgentKind.GeminiCli, _) => hash.Of(WireNames.GeminiTool(act.Tool)) ^ (ulong)act.DurationMs,
            (AgentKind.Codex, ActKind.Prompt) => 0,
            (AgentKind.Codex, _) => hash.Of(WireIds.WriteCodexCall(act.Id, name)),
            _ => (ulong)act.Sequence,
        };
    }

    private CounterPoint Point(in Act act, AgentKind agent, int identity, ulong conversation) => new()
    {
        Identity = identity,
        Who = who,
        AtUnixMs = act.AtUnixMs,
        StartUnixMs = act.StartUnixMs,
        Conversation = conversation,
        Series = SeriesOf(act, conversation),
        Temporality = agent is AgentKind.GeminiCli ? Temporality.Cumulative : Temporality.Delta,
        Measure = act.Measure,
        Value = act.Value,
        Origin = act.Origin,
    };

    // What tells a conversation's series apart: what is counted, and for which model.
    private ulong SeriesOf(in Act act, ulong conversation)
    {
        Span<byte> name = stackalloc byte[sizeof(ulong) + 1 + Math.Min(act.Origin.Model.Length, MostModelLength)];
        BinaryPrimitives.WriteUInt64LittleEndian(name, conversation);
        name[sizeof(ulong)] = (byte)act.Measure;
        Encoding.ASCII.GetBytes(act.Origin.Model.AsSpan(0, name.Length - sizeof(ulong) - 1), name[(sizeof(ulong) + 1)..]);
        return hash.Of(name);
    }
}
