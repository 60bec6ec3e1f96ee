using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Matching;

/// <summary>One model call after everything that is known about it was brought together.</summary>
/// <param name="Identity">Whose it is: a known identity before a claimed one, else the first that reported it.</param>
/// <param name="Source">Where its token counts come from.</param>
/// <param name="FirstFact">Position of its earliest fact among the conversation's.</param>
public readonly record struct ResolvedCall(
    int Identity,
    Trust Trust,
    Source Source,
    long AtUnixMs,
    CallOrigin Origin,
    CallTraits Traits,
    TokenUsage Usage,
    long? ReportedCostMicros,
    int WebSearches,
    int FirstFact)
{
    /// <summary>A call that only one fact tells of.</summary>
    public static ResolvedCall Of(in UsageEvent fact, int position) => new(
        fact.Identity,
        new Trust(fact.Who, EvidenceOf(fact.Source)),
        fact.Source,
        fact.AtUnixMs,
        fact.Origin,
        fact.Traits,
        fact.Usage,
        fact.ReportedCostMicros,
        fact.WebSearches,
        position);

    internal static Evidence EvidenceOf(Source source) =>
        source is Source.Gateway or Source.VendorReport ? Evidence.Metered : Evidence.SelfReported;
}
