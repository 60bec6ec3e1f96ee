using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Boards;

/// <summary>The scopes of the present roster, made anew at the pace of rosters.</summary>
internal sealed class RosterKeeper(IRosterSource source, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private volatile Kept? _kept;

    /// <summary>Of the present roster, or of one that was present a moment ago.</summary>
    public RosterScopes Current
    {
        get
        {
            if (_kept is { } kept && (ReferenceEquals(kept.Scopes.Roster, source.Current) || DueIn(kept) > TimeSpan.Zero))
            {
                return kept.Scopes;
            }

            lock (_gate)
            {
                kept = _kept;
                if (kept is null || (!ReferenceEquals(kept.Scopes.Roster, source.Current) && DueIn(kept) <= TimeSpan.Zero))
                {
                    var startedAt = clock.GetTimestamp();
                    var scopes = new RosterScopes(source.Current);
                    var madeAt = clock.GetTimestamp();
                    _kept = kept = new(scopes, madeAt, Pace.OfRoster.After(clock.GetElapsedTime(startedAt, madeAt)));
                }

                return kept.Scopes;
            }
        }
    }

    private TimeSpan DueIn(Kept kept) => kept.Pause - clock.GetElapsedTime(kept.MadeAt);

    private sealed record Kept(RosterScopes Scopes, long MadeAt, TimeSpan Pause);
}
