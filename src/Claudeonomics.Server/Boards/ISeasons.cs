using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Seasons;

namespace Claudeonomics.Server.Boards;

/// <summary>Seasons that are over, as they were sealed.</summary>
public interface ISeasons
{
    /// <summary>Newest first.</summary>
    IReadOnlyList<PastSeason> All { get; }

    /// <summary>What participants let others see of a season: those who are named or have a pseudonym today, the first third.
    /// Where a policy guards groups, a third of them, and nothing of fewer than have a board.</summary>
    IReadOnlyList<HallEntry> HallOf(DateOnly month);

    /// <summary>Somebody's own seasons, newest first.</summary>
    IReadOnlyList<HallEntry> Of(string personId);

    /// <summary>The league of somebody in the season after the newest that is sealed; <see langword="null"/> for who is in none.</summary>
    League? LeagueOf(string personId);

    /// <summary>Recomputes a season from what was sealed.</summary>
    /// <returns>What is wrong, in words; empty when nothing is; <see langword="null"/> when there is no such season.</returns>
    IReadOnlyList<string>? Verify(DateOnly month);
}

/// <param name="Month">Its first day.</param>
/// <param name="Sealed">How many took part when it was sealed. Where a policy guards groups, of those who still take part, and as a board counts them: who does
/// so privately only together with enough others.</param>
/// <param name="NextTiers">Scores that take bronze to emerald in the season after it, as closely as others see a score; empty below a cohort.</param>
/// <param name="Hash">In hex.</param>
public sealed record PastSeason(
    DateOnly Month, string RulesVersion, string Focus, int Sealed, IReadOnlyList<double> NextTiers, string Hash, DateTimeOffset SealedAt);

/// <summary>A league as it was made when a season was sealed.</summary>
/// <param name="Season">That season's first day.</param>
/// <param name="Number">From 1, the first, to <paramref name="Leagues"/>.</param>
/// <param name="Level">Of the person who asked.</param>
/// <param name="Members">Ids; who was erased is missing.</param>
public sealed record League(DateOnly Season, int Number, int Leagues, int Level, IReadOnlyList<string> Members);

/// <summary>One participant's season as it is shown.</summary>
/// <param name="Name">As others see it.</param>
/// <param name="Score">Points; <see langword="null"/> without usage.</param>
/// <param name="Titles">Ids, most telling first.</param>
public sealed record HallEntry(DateOnly Month, string Id, string Name, int? Rank, double? Score, Tier Tier, DateOnly? TierOn, IReadOnlyList<string> Titles);
