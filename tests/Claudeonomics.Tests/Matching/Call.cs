using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Matching;

/// <summary>Makes facts about calls with defaults that do not matter.</summary>
internal static class Call
{
    public static readonly CallOrigin Opus = new("claude-code", "anthropic", "claude-opus-4-6");

    public static UsageEvent Fact(
        Source source = Source.OtlpEvent, long at = 1_000_000, ulong request = 0, long input = 10, long read = 100, long write = 0,
        long output = 20, int identity = 1, Who who = Who.Known, bool partial = false, byte revision = 0, long? cost = null,
        CallOrigin? origin = null) => new()
        {
            Identity = identity,
            Who = who,
            Source = source,
            AtUnixMs = at,
            Conversation = 7,
            Request = request,
            Origin = origin ?? Opus,
            Usage = new(input, read, 0, 0, write, output, 0),
            IsPartial = partial,
            ParserRevision = revision,
            ReportedCostMicros = cost,
        };
}
