using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Integrity;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Tests.Integrity;

public sealed class NotCountedPartsTests
{
    private static readonly DateOnly Day = new(2026, 11, 10);

    private static readonly Dictionary<string, FindingKind> Kinds = new()
    {
        ["waste"] = FindingKind.Waste, ["impossible"] = FindingKind.Impossible, ["asked"] = FindingKind.UndeclaredAutomation,
    };

    [Fact]
    public void Excluded_APartOfSeveralFindings_IsTakenOffOnceAndAsMuchAsAnyLookKnows()
    {
        var excluded = NotCountedParts.Excluded([Row("impossible", 0, 7, 100), Row("waste", 0, 7, 120), Row("asked", 0, 8, 30), Row("impossible", 1, 8, 30)], Kinds);

        Assert.Equal([Of(120, ExclusionReason.NotCounted), Of(30, ExclusionReason.SetAside)], excluded);
    }

    [Fact]
    public void Excluded_RowsOfBeforeThereWereParts_AddUp() =>
        Assert.Equal([Of(150, ExclusionReason.SetAside)], NotCountedParts.Excluded([Row("impossible", 0, null, 100), Row("impossible", 1, null, 50)], Kinds));

    [Fact]
    public void Folded_Conversations_AreOnePartWhereTheSameFindingsNameThem()
    {
        NotCountedUsage[] rows =
        [
            Row("waste", 0, 7, 100), Row("waste", 1, 8, 20), Row("waste", 2, 9, 3), Row("impossible", 0, 7, 100), Row("impossible", 1, 9, 3), Row("impossible", 2, 10, 4_000),
        ];

        var folded = NotCountedParts.Folded(rows).ToList();

        Assert.Equal(
            [("waste", 0, 103L), ("waste", 1, 20L), ("impossible", 0, 103L), ("impossible", 1, 4_000L)],
            folded.Select(static row => (row.FindingId, row.Number, row.UncachedInput)));
        Assert.Equal(3, folded.Select(static row => row.Part).Distinct().Count());
        Assert.Equal(NotCountedParts.Excluded(rows, Kinds).Order(ByTokens), NotCountedParts.Excluded(folded, Kinds).Order(ByTokens));

        // Folding what was folded changes nothing.
        Assert.Equal(folded.Select(Shown), NotCountedParts.Folded(folded).Select(Shown));
    }

    private static readonly Comparer<ExcludedTokens> ByTokens = Comparer<ExcludedTokens>.Create(static (one, other) => one.Tokens.TotalTokens.CompareTo(other.Tokens.TotalTokens));

    private static (string, int, long?, long) Shown(NotCountedUsage row) => (row.FindingId, row.Number, row.Part, row.UncachedInput);

    private static ExcludedTokens Of(long tokens, ExclusionReason reason) =>
        new(1, Day, "claude-code", "anthropic", "claude-opus-4-6", new TokenUsage(tokens, 0, 0, 0, 0, 0, 0), reason);

    private static NotCountedUsage Row(string finding, int number, long? part, long tokens) => new()
    {
        FindingId = finding, Number = number, Identity = 1, Day = Day, Part = part, Agent = "claude-code", Provider = "anthropic", Model = "claude-opus-4-6",
        UncachedInput = tokens, CacheRead = 0, CacheWrite5m = 0, CacheWrite1h = 0, CacheWriteUnknown = 0, Output = 0, Reasoning = 0,
    };
}
