using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Matching;

/// <summary>Which copy of one call is believed, field by field (rule 3 of "Counting").</summary>
internal static class CallPreference
{
    /// <summary>The call that several copies tell of.</summary>
    /// <param name="facts">The conversation's calls in ledger order.</param>
    /// <param name="copies">Positions of the copies, ascending, at least one.</param>
    public static ResolvedCall Combine(ReadOnlySpan<UsageEvent> facts, List<int> copies)
    {
        if (copies.Count == 1)
        {
            return ResolvedCall.Of(facts[copies[0]], copies[0]);
        }

        ref readonly var owner = ref facts[OwnerOf(facts, copies)];
        var ranked = Ranked(facts, copies, owner.Identity);
        ref readonly var best = ref facts[ranked[0]];
        var (usage, origin, traits) = (best.Usage, best.Origin, best.Traits);
        var (cost, searches) = (best.ReportedCostMicros, best.WebSearches);
        var evidence = Evidence.SelfReported;
        foreach (var i in ranked)
        {
            ref readonly var other = ref facts[i];
            usage = WithDetailsOf(usage, other.Usage);
            origin = WithNamesOf(origin, other.Origin);
            traits = traits == default ? other.Traits : traits;
            cost ??= other.ReportedCostMicros;
            searches = searches == 0 ? other.WebSearches : searches;
            evidence = Max(evidence, ResolvedCall.EvidenceOf(other.Source));
            if (AreIndependent(best.Source, other.Source) && CallCounts.Of(best.Usage) == CallCounts.Of(other.Usage))
            {
                evidence = Max(evidence, Evidence.Corroborated);
            }
        }

        return new(owner.Identity, new(owner.Who, evidence), best.Source, best.AtUnixMs, origin, traits, usage, cost,
            searches, copies[0]);
    }

    /// <summary>Position of the copy whose counts and time are believed.</summary>
    public static int BestOf(ReadOnlySpan<UsageEvent> facts, List<int> copies)
    {
        var best = copies[0];
        var owner = copies.Count == 1 ? 0 : facts[OwnerOf(facts, copies)].Identity;
        foreach (var i in copies)
        {
            if (IsBetter(facts[i], facts[best], owner))
            {
                best = i;
            }
        }

        return best;
    }

    // A known identity before a claimed one, else the first in the ledger: nobody takes a call from a colleague.
    private static int OwnerOf(ReadOnlySpan<UsageEvent> facts, List<int> copies)
    {
        foreach (var i in copies)
        {
            if (facts[i].Who is Who.Known)
            {
                return i;
            }
        }

        return copies[0];
    }

    private static List<int> Ranked(ReadOnlySpan<UsageEvent> facts, List<int> copies, int owner)
    {
        // Two or three copies as a rule; an insertion sort keeps the span out of a lambda.
        var ranked = new List<int>(copies);
        for (var i = 1; i < ranked.Count; i++)
        {
            for (var j = i; j > 0 && IsBetter(facts[ranked[j]], facts[ranked[j - 1]], owner); j--)
            {
                (ranked[j], ranked[j - 1]) = (ranked[j - 1], ranked[j]);
            }
        }

        return ranked;
    }

    // Known before claimed; the owner's copies before another's; metered, then event, span, log; then the higher parser
    // revision, a final answer over a partial one, and more output. The last three only make the order total.
    private static bool IsBetter(in UsageEvent a, in UsageEvent b, int owner)
    {
        var order = ((byte)a.Who).CompareTo((byte)b.Who);
        order = order != 0 ? order : (a.Identity == owner).CompareTo(b.Identity == owner);
        order = order != 0 ? order : Place(b.Source).CompareTo(Place(a.Source));
        order = order != 0 ? order : a.ParserRevision.CompareTo(b.ParserRevision);
        order = order != 0 ? order : b.IsPartial.CompareTo(a.IsPartial);
        order = order != 0 ? order : a.Usage.OutputTokens.CompareTo(b.Usage.OutputTokens);
        order = order != 0 ? order : a.Usage.TotalTokens.CompareTo(b.Usage.TotalTokens);
        order = order != 0 ? order : b.AtUnixMs.CompareTo(a.AtUnixMs);
        order = order != 0 ? order : a.Key.Value.CompareTo(b.Key.Value);
        return order > 0;
    }

    private static int Place(Source source) => source switch
    {
        Source.VendorReport => 0,
        Source.Gateway => 1,
        Source.OtlpEvent => 2,
        Source.OtlpSpan => 3,
        Source.LocalLog => 4,
        _ => 5,
    };

    // Telemetry does not say how long cache writes live and the transcript does; some sources leave reasoning out.
    private static TokenUsage WithDetailsOf(in TokenUsage usage, in TokenUsage other)
    {
        var split = usage.CacheWriteUnknownTokens > 0
            && other.CacheWriteUnknownTokens == 0
            && other.CacheWriteTokens == usage.CacheWriteTokens;
        var reasoning = usage.ReasoningTokens == 0 && other.OutputTokens == usage.OutputTokens;
        return !split && !reasoning
            ? usage
            : new(
                usage.UncachedInputTokens,
                usage.CacheReadTokens,
                split ? other.CacheWrite5mTokens : usage.CacheWrite5mTokens,
                split ? other.CacheWrite1hTokens : usage.CacheWrite1hTokens,
                split ? 0 : usage.CacheWriteUnknownTokens,
                usage.OutputTokens,
                reasoning ? other.ReasoningTokens : usage.ReasoningTokens);
    }

    private static CallOrigin WithNamesOf(CallOrigin origin, CallOrigin other)
    {
        var model = origin.Model is CallOrigin.UnknownModel ? other.Model : origin.Model;
        var provider = origin.Provider.Length == 0 ? other.Provider : origin.Provider;
        if (model == origin.Model && provider == origin.Provider)
        {
            return origin;
        }

        // One that is interned where there is one: prices are found by reference.
        var named = origin with { Provider = provider, Model = model };
        return named == other ? other : named;
    }

    // Events and spans come from one exporter, so one confirms nothing about the other.
    private static bool AreIndependent(Source a, Source b) => Family(a) != Family(b);

    private static int Family(Source source) => source switch
    {
        Source.OtlpEvent or Source.OtlpSpan or Source.OtlpCounter => 0,
        Source.LocalLog => 1,
        Source.Gateway => 2,
        _ => 3,
    };

    private static Evidence Max(Evidence a, Evidence b) => a > b ? a : b;
}
