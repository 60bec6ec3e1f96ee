using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Ranking.Seasons;

namespace Claudeonomics.Server.Boards;

/// <summary>Tiers and titles as of the days that boards ask for, made anew at the pace of awards.</summary>
/// <remarks>Bound: 8 days (an array of a few megabytes each at 85,000 people); the one that was asked for longest ago goes.</remarks>
internal sealed class AwardsKeeper(
    IBoardSource source, RuleBook rules, TimeProvider clock, IExcludedUsageSource? excluded = null, IThanksSource? thanks = null,
    ITeamGoalsSource? goals = null, ISealedTiersSource? sealedTiers = null)
{
    private const int MaxDays = 8;
    private readonly Lock _gate = new();
    private readonly Dictionary<DateOnly, Kept> _kept = [];

    /// <summary>One for another roster: each keeps the awards of one.</summary>
    public AwardsKeeper Another() => new(source, rules, clock, excluded, thanks, goals, sealedTiers);

    /// <summary>As of a day, for the people of a roster; at most one pause behind the ledger.</summary>
    public Awards Get(RosterScopes scopes, DateOnly asOf)
    {
        var atOnce = SeenAtOnce;
        lock (_gate)
        {
            if (_kept.TryGetValue(asOf, out var kept) && ReferenceEquals(kept.Scopes, scopes) && kept.Awards.Sources.Version == atOnce.Version
                && (!IsBehind(kept.Awards) || DueIn(kept) > TimeSpan.Zero))
            {
                kept.AskedAt = clock.GetTimestamp();
                return kept.Awards;
            }

            if (kept is null && _kept.Count >= MaxDays)
            {
                _kept.Remove(_kept.MinBy(k => k.Value.AskedAt).Key);
            }

            var startedAt = clock.GetTimestamp();
            var awards = Awards.Of(source, scopes, rules, asOf, Sources);
            var madeAt = clock.GetTimestamp();
            _kept[asOf] = new(awards, scopes, madeAt, Pace.OfAwards.After(clock.GetElapsedTime(startedAt, madeAt))) { AskedAt = madeAt };
            return awards;
        }
    }

    /// <summary>How long until awards that are behind the ledger are made anew.</summary>
    /// <returns><see langword="null"/> when they are not behind.</returns>
    public TimeSpan? DueIn(Awards awards)
    {
        if (awards.Sources.Version != SeenAtOnce.Version)
        {
            return TimeSpan.Zero;
        }

        if (!IsBehind(awards))
        {
            return null;
        }

        lock (_gate)
        {
            return _kept.TryGetValue(awards.AsOf, out var kept) && ReferenceEquals(kept.Awards, awards) ? DueIn(kept) : TimeSpan.Zero;
        }
    }

    /// <summary>What is known besides usage and signals.</summary>
    public GameSources Sources => SeenAtOnce with
    {
        Thanks = thanks?.Current ?? NoThanks.Instance,
        Goals = goals?.Current ?? NoTeamGoals.Instance,
        SealedTiers = sealedTiers?.Current ?? NoSealedTiers.Instance,
    };

    private GameSources SeenAtOnce => excluded is null ? GameSources.None : GameSources.None with { Excluded = excluded.Current };

    private bool IsBehind(Awards awards) =>
        awards.DataVersion != source.Version
        || (thanks is not null && awards.Sources.Thanks.Version != thanks.Version)
        || (goals is not null && awards.Sources.Goals.Version != goals.Version)
        || (sealedTiers is not null && awards.Sources.SealedTiers.Version != sealedTiers.Version);

    private TimeSpan DueIn(Kept kept) => kept.Pause - clock.GetElapsedTime(kept.MadeAt);

    private sealed record Kept(Awards Awards, RosterScopes Scopes, long MadeAt, TimeSpan Pause)
    {
        public long AskedAt { get; set; }
    }
}
