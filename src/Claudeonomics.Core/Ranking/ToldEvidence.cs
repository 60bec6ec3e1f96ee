using Claudeonomics.Core.Privacy;

namespace Claudeonomics.Core.Ranking;

/// <summary>Evidence of titles where a policy guards groups: nothing in it is closer to other people's figures than what boards tell.</summary>
/// <remarks>What came of each condition stands, so that whoever has a title has it here too.</remarks>
/// <param name="Participants">Who take part and let others see them.</param>
/// <param name="Rank">On <c>tokens</c> among these; <see langword="null"/> without usage.</param>
/// <param name="Cohort">People that Cache Wizards are measured against.</param>
internal sealed record ToldEvidence(int Participants, int? Rank, int Cohort, GameRules Rules)
{
    public TitleEvidence Of(TitleEvidence evidence) =>
        evidence with { Conditions = [.. evidence.Conditions.Select(condition => Of(condition, evidence.Title))] };

    private TitleCondition Of(TitleCondition condition, string title) => condition.Name switch
    {
        "participants" => condition with { Value = Participants },

        // Among a handful, a place would be somebody's figure.
        "tokens-rank" => condition with
        {
            Value = Participants < Rules.Privacy.SmallestBoard ? null : Rank,
            Threshold = title == Titles.TokenLegend ? Rules.Legends(Participants) : Rules.PowerUsers(Participants),
        },

        // One person's, who may be seen by nobody; the hours of the rules are nobody's.
        "highest-tier" => condition with { Threshold = null },
        "longest-or-hours" => condition with { Threshold = condition.Threshold < Rules.ImmortalHours ? null : condition.Threshold },
        "reads-per-write" or "saved-per-million" or "median-context-at-most" => condition with
        {
            Threshold = condition.Threshold is { } threshold && Cohort >= Rules.SmallestGroup ? Coarse.Of(threshold, Rules.Privacy.Detail) : null,
        },
        _ => condition,
    };
}
