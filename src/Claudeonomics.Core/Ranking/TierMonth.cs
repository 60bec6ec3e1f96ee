using System.Numerics;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking.Seasons;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>A tier that was reached.</summary>
/// <param name="Season">First day of the month whose tokens counted.</param>
/// <param name="On">The first day on which tokens and active days were both enough.</param>
public sealed record TierAward(Tier Tier, DateOnly Season, DateOnly On);

/// <summary>The tiers of one month, day by day: what was reached on any day of it stays reached. Of a sealed month they are what was sealed: the
/// active days that they took are forgotten some weeks later.</summary>
internal sealed class TierMonth
{
    /// <summary>Active days are counted over this many, the day itself included.</summary>
    public const int ActiveWindow = 30;

    private readonly Tier[] _tiers;
    private readonly long[] _tokens;
    private readonly DateOnly[] _reachedOn;
    private readonly long[] _tokensThen;
    private readonly int[] _activeThen;
    private readonly ulong[] _activeBySignals;
    private readonly ulong[] _activeByCalls;

    private TierMonth(DateOnly season, DateOnly through, int people)
    {
        (Season, Through) = (season, through);
        _tiers = new Tier[people];
        _reachedOn = new DateOnly[people];
        _tokensThen = new long[people];
        _activeThen = new int[people];
        _activeBySignals = new ulong[people];
        _activeByCalls = new ulong[people];
        _tokens = new long[people];
    }

    public DateOnly Season { get; }

    /// <summary>The last day looked at.</summary>
    public DateOnly Through { get; }

    /// <param name="through">A day of the month.</param>
    /// <param name="notCounted">Days that are no active days of somebody's, whatever was done on them.</param>
    /// <param name="sealedTiers">Of the seasons that are sealed.</param>
    public static TierMonth Of(
        IBoardData data, BoardScope people, DateOnly through, GameRules rules, IEnumerable<(int Person, DateOnly Day)> notCounted, ISealedTiers sealedTiers)
    {
        var season = DayRange.MonthOf(through).Start;
        var month = new TierMonth(season, through, people.People);
        data.ActiveDays(new(season.AddDays(1 - ActiveWindow), through.AddDays(1)), rules.ActiveDay, month._activeBySignals, month._activeByCalls);
        month.TakeOut(notCounted);

        // Of a whole month the seal says everything; within it, what was reached by a day.
        var known = sealedTiers.Of(season);
        if (known is null || through.AddDays(1).Day != 1)
        {
            month.Judge(data, people, rules);
        }

        if (known is not null)
        {
            month.TakeSealed(known, data.Roster.People);
        }

        return month;
    }

    public Tier TierOf(int person) => _tiers[person];

    public TierAward? AwardOf(int person) =>
        _tiers[person] is Tier.None ? null : new(_tiers[person], Season, _reachedOn[person]);

    /// <summary>Of a month that is not sealed: when the tier was reached, with the month's tokens and the active days of that moment.</summary>
    public (DateOnly? On, long Tokens, int ActiveDays) EvidenceOf(int person) =>
        _tiers[person] is Tier.None ? (null, 0, 0) : (_reachedOn[person], _tokensThen[person], _activeThen[person]);

    /// <summary>Active days among the 30 that end with <see cref="Through"/>.</summary>
    public int ActiveDaysOf(int person) => Count(_activeBySignals[person] | _activeByCalls[person], Through);

    /// <summary>Of them, the ones that only calls prove.</summary>
    public int ActiveDaysByCallsOf(int person) => Count(_activeByCalls[person], Through);

    /// <summary>Whether somebody was active on a day, at most 29 days before the month.</summary>
    public bool IsActive(int person, DateOnly day) =>
        ((_activeBySignals[person] | _activeByCalls[person]) >> BitOf(day) & 1) != 0;

    private void TakeOut(IEnumerable<(int Person, DateOnly Day)> days)
    {
        foreach (var (person, day) in days)
        {
            if (BitOf(day) is >= 0 and < 64 and var bit)
            {
                _activeBySignals[person] &= ~(1UL << bit);
                _activeByCalls[person] &= ~(1UL << bit);
            }
        }
    }

    private void Judge(IBoardData data, BoardScope people, GameRules rules)
    {
        for (var day = Season; day <= Through; day = day.AddDays(1))
        {
            data.Sum(BoardMeasure.TotalTokens, new(day, day.AddDays(1)), Cube.UsageFilter.All, people, _tokens);
            Award(day, data.Roster.People, rules);
        }
    }

    private void Award(DateOnly day, IReadOnlyList<RosterPerson> people, GameRules rules)
    {
        for (var person = 0; person < _tiers.Length; person++)
        {
            var reached = _tiers[person];
            if (reached is Tier.Emerald || _tokens[person] < rules.Of(reached + 1).MonthlyTokens)
            {
                continue;
            }

            var active = Count(_activeBySignals[person] | _activeByCalls[person], day);
            while (reached < Tier.Emerald
                && _tokens[person] >= rules.Of(reached + 1).MonthlyTokens
                && active >= rules.ActiveDaysFor(reached + 1, people[person].WorkingDaysPerWeek))
            {
                reached++;
                (_tiers[person], _reachedOn[person], _tokensThen[person], _activeThen[person]) = (reached, day, _tokens[person], active);
            }
        }
    }

    // On a day within the month what is not sealed yet stays as far as days are known.
    private void TakeSealed(IReadOnlyDictionary<string, TierAward> byPerson, IReadOnlyList<RosterPerson> people)
    {
        for (var person = 0; person < _tiers.Length; person++)
        {
            if (people[person].Participates && byPerson.TryGetValue(people[person].Id, out var award) && award.On <= Through)
            {
                (_tiers[person], _reachedOn[person]) = (award.Tier, award.On);
            }
        }
    }

    // Bit 29 is the first of the month, so the 30 days that end with a day are the bits from its own down.
    private int Count(ulong active, DateOnly day)
    {
        var first = BitOf(day) - ActiveWindow + 1;
        return BitOperations.PopCount((active >> first) & ((1UL << ActiveWindow) - 1));
    }

    private int BitOf(DateOnly day) => day.DayNumber - Season.DayNumber + ActiveWindow - 1;
}
