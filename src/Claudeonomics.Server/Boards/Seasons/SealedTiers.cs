using System.Collections.Concurrent;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Seasons;

namespace Claudeonomics.Server.Boards.Seasons;

/// <summary>What was reached in sealed seasons, for the awards that still stand.</summary>
/// <remarks>Bound: 4 seasons, some 100 bytes for each person with a tier; all are forgotten when a fifth is asked for.</remarks>
internal sealed class SealedTiers : ISealedTiersSource
{
    private const int MostKept = 4;
    private readonly ReadWhenChanged<Tiers> _tiers;

    public SealedTiers(SeasonStore store) => _tiers = new(version => new(version, store, [.. store.Months()]));

    public long Version => _tiers.Version;

    public ISealedTiers Current => _tiers.Current;

    /// <summary>Told when a season was sealed.</summary>
    public void Changed() => _tiers.Changed();

    private sealed class Tiers(long version, SeasonStore store, HashSet<DateOnly> months) : ISealedTiers
    {
        private readonly ConcurrentDictionary<DateOnly, IReadOnlyDictionary<string, TierAward>> _kept = new();

        public long Version => version;

        public IReadOnlyDictionary<string, TierAward>? Of(DateOnly month)
        {
            if (!months.Contains(month))
            {
                return null;
            }

            if (_kept.Count >= MostKept && !_kept.ContainsKey(month))
            {
                _kept.Clear();
            }

            return _kept.GetOrAdd(month, month => store.Find(month)!.Value.Season.Tiers());
        }
    }
}
