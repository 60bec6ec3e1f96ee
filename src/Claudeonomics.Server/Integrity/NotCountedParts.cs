using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Integrity;

/// <summary>Tokens that findings name, in parts by which those that several findings name are known again.</summary>
internal static class NotCountedParts
{
    /// <summary>What a finding names, a part for each conversation.</summary>
    public static IEnumerable<NotCountedUsage> Of(string findingId, Finding finding, CostCalculator prices) =>
        finding.Tokens.GroupBy(named => (Origin: OriginOf(named, prices), named.Conversation))
            .Select((group, number) => Row(
                findingId, number, group.Key.Origin, unchecked((long)group.Key.Conversation), Sum(group.Select(static named => named.Usage))));

    /// <summary>The same without conversations: what the same findings name of an origin is one part.</summary>
    /// <param name="usages">All of whole weeks.</param>
    public static IEnumerable<NotCountedUsage> Folded(IReadOnlyList<NotCountedUsage> usages)
    {
        var findings = usages.ToLookup(static usage => (OriginOf(usage), usage.Part), static usage => usage.FindingId);
        var parts = new Dictionary<string, long>(StringComparer.Ordinal);
        return usages.GroupBy(static usage => usage.FindingId).SelectMany(finding => finding
            .GroupBy(usage => (Origin: OriginOf(usage), Part: PartOf(usage)))
            .Select((group, number) => Row(finding.Key, number, group.Key.Origin, group.Key.Part, Sum(group.Select(UsageOf)))));

        long PartOf(NotCountedUsage usage)
        {
            var names = string.Join(' ', findings[(OriginOf(usage), usage.Part)].Order(StringComparer.Ordinal));
            parts.TryAdd(names, parts.Count);
            return parts[names];
        }
    }

    /// <summary>What the score does not count: each part once, however many findings name it.</summary>
    /// <param name="usages">Of findings that take something away.</param>
    /// <param name="kinds">By finding.</param>
    public static IReadOnlyList<ExcludedTokens> Excluded(IEnumerable<NotCountedUsage> usages, IReadOnlyDictionary<string, FindingKind> kinds)
    {
        var parts = new Dictionary<(Origin Origin, long? Part, string FindingId, int Number), (TokenUsage Usage, ExclusionReason Reason)>();
        foreach (var usage in usages)
        {
            // Of a row without a part nothing tells whether another finding names the same.
            var key = usage.Part is null ? (OriginOf(usage), usage.Part, usage.FindingId, usage.Number) : (OriginOf(usage), usage.Part, "", 0);
            var (tokens, reason) = (UsageOf(usage), ReasonOf(kinds[usage.FindingId]));
            parts[key] = parts.TryGetValue(key, out var known) ? (Larger(known.Usage, tokens), Stronger(known.Reason, reason)) : (tokens, reason);
        }

        return
        [
            .. parts.GroupBy(static part => (part.Key.Origin, part.Value.Reason)).Select(static group => new ExcludedTokens(
                group.Key.Origin.Identity, group.Key.Origin.Day, group.Key.Origin.Agent, group.Key.Origin.Provider, group.Key.Origin.Model,
                Sum(group.Select(static part => part.Value.Usage)), group.Key.Reason)),
        ];
    }

    public static TokenUsage UsageOf(NotCountedUsage usage) => new(
        usage.UncachedInput, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.CacheWriteUnknown, usage.Output, usage.Reasoning);

    private static Origin OriginOf(in NamedTokens named, CostCalculator prices)
    {
        var model = prices.NameOf(named.Origin);
        return new(named.Identity, DateOnly.FromDayNumber(named.Day), named.Origin.Agent, model.Provider, model.Name);
    }

    private static Origin OriginOf(NotCountedUsage usage) => new(usage.Identity, usage.Day, usage.Agent, usage.Provider, usage.Model);

    private static NotCountedUsage Row(string findingId, int number, in Origin origin, long part, in TokenUsage usage) => new()
    {
        FindingId = findingId,
        Number = number,
        Identity = origin.Identity,
        Day = origin.Day,
        Part = part,
        Agent = origin.Agent,
        Provider = origin.Provider,
        Model = origin.Model,
        UncachedInput = usage.UncachedInputTokens,
        CacheRead = usage.CacheReadTokens,
        CacheWrite5m = usage.CacheWrite5mTokens,
        CacheWrite1h = usage.CacheWrite1hTokens,
        CacheWriteUnknown = usage.CacheWriteUnknownTokens,
        Output = usage.OutputTokens,
        Reasoning = usage.ReasoningTokens,
    };

    private static TokenUsage Sum(IEnumerable<TokenUsage> usages) => usages.Aggregate(default(TokenUsage), static (sum, usage) => sum + usage);

    // One look may know more of a conversation than the other; what it knows holds what the other knew.
    private static TokenUsage Larger(in TokenUsage one, in TokenUsage other) => one.TotalTokens >= other.TotalTokens ? one : other;

    // Waste takes the day as well.
    private static ExclusionReason Stronger(ExclusionReason one, ExclusionReason other) =>
        one is ExclusionReason.NotCounted || other is ExclusionReason.NotCounted ? ExclusionReason.NotCounted : one < other ? one : other;

    private static ExclusionReason ReasonOf(FindingKind kind) => kind switch
    {
        FindingKind.Waste => ExclusionReason.NotCounted,
        FindingKind.UndeclaredAutomation => ExclusionReason.UndeclaredAutomation,
        _ => ExclusionReason.SetAside,
    };

    private readonly record struct Origin(int Identity, DateOnly Day, string Agent, string Provider, string Model);
}
