using System.Collections.Concurrent;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>The boards that were asked for.</summary>
/// <remarks>
/// Bound: 64 boards, each with its keys and bodies (some 2 MB at 85,000 people). When another one is asked for, the one that nobody
/// follows and that was asked for longest ago goes, and is built anew when it is asked for again. If all 64 are followed, the new
/// one is not kept.
/// </remarks>
internal sealed class BoardCache
{
    public const int MaxBoards = 64;
    private readonly ConcurrentDictionary<BoardQuery, BoardEntry> _entries = new();
    private readonly Lock _gate = new();
    private long _lastSequence;

    public ICollection<BoardEntry> Entries => _entries.Values;

    /// <summary>The entry of a query, kept from now on if there is room.</summary>
    public BoardEntry GetOrAdd(BoardQuery query, long now)
    {
        if (_entries.TryGetValue(query, out var known))
        {
            return known;
        }

        lock (_gate)
        {
            if (_entries.TryGetValue(query, out known))
            {
                return known;
            }

            var entry = new BoardEntry(query, now);
            if (_entries.Count < MaxBoards || TryForgetOne())
            {
                _entries[query] = entry;
            }

            return entry;
        }
    }

    /// <summary>Whether an entry is kept, and so refreshed.</summary>
    public bool Keeps(BoardEntry entry) => _entries.TryGetValue(entry.Query, out var kept) && ReferenceEquals(kept, entry);

    /// <summary>A number above every sequence of a board that was forgotten, so that its sequence still grows when it comes back.</summary>
    public long FirstSequence => Interlocked.Read(ref _lastSequence) + 1;

    private bool TryForgetOne()
    {
        BoardEntry? oldest = null;
        foreach (var entry in _entries.Values)
        {
            if (!entry.IsWatched && (oldest is null || entry.AskedAt < oldest.AskedAt))
            {
                oldest = entry;
            }
        }

        if (oldest is null)
        {
            return false;
        }

        _entries.TryRemove(oldest.Query, out _);
        Interlocked.Exchange(ref _lastSequence, Math.Max(_lastSequence, oldest.State?.Published.Snapshot.Sequence ?? 0));
        return true;
    }
}
