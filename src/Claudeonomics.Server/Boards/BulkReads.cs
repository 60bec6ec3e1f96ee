using System.Collections.Concurrent;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;

namespace Claudeonomics.Server.Boards;

/// <summary>Notices who reads the rows of more than <see cref="ServerOptions.BulkReadPeople"/> different people over the API within <see cref="Window"/>, and answers them with boards of their own
/// from then on, rounded and with rows about nobody, so that a piece of one says whose it was (docs/tracing.md).</summary>
/// <remarks>
/// One list shows 250 people at most, so that whoever follows a board, or a few of the same people, reads what everybody reads. All keys of a person count together; one's own row
/// does not count and stays as it is. Forgotten at a restart.
/// Bound: <see cref="MostReaders"/> readers, some 30 bytes for each person they read and a board's bytes for those who read in bulk; past it whoever began longest ago is forgotten.
/// </remarks>
internal sealed class BulkReads(ExportCopies copies, AccessLog log, PrivacyPolicy policy, ServerOptions options, TimeProvider clock)
{
    private const int MostReaders = 2_000;

    /// <summary>From a reader's first row on; then the count begins anew.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Reads> _readers = new(StringComparer.Ordinal);

    /// <summary>A viewer is about to be shown a board.</summary>
    /// <returns>Whether they read in bulk: what they are shown is <see cref="MarkAsync"/>.</returns>
    public bool Sees(Viewer viewer, PublishedBoard board)
    {
        if (board.Snapshot.Query.Subject is not BoardSubject.Person)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        if (!_readers.TryGetValue(viewer.Reader, out var reads) || now - reads.BeganAt >= Window)
        {
            MakeRoom();
            _readers[viewer.Reader] = reads = new(now);
        }

        return reads.Sees(board, viewer.PersonId, options.BulkReadPeople);
    }

    /// <summary>A board as this viewer alone has it.</summary>
    public async Task<MarkedBoard> MarkAsync(Viewer viewer, PublishedBoard board)
    {
        var reads = _readers.GetOrAdd(viewer.Reader, static (_, now) => new(now), clock.GetUtcNow());
        if (reads.Marked is { } marked && marked.Of == board.Tag && marked.Viewer == viewer.LogName)
        {
            return marked;
        }

        using var code = copies.CodeOf(await CopyOfAsync(reads, viewer));
        return reads.Marked = MarkedBoard.Make(board, viewer, policy, code, copies.NamesTaken);
    }

    // On disk before anything is marked with it, once, also for those who ask from several threads.
    private async Task<int> CopyOfAsync(Reads reads, Viewer viewer)
    {
        var given = reads.Copies.GetOrAdd(viewer.LogName, _ => new(() => RegisterAsync(viewer)));
        try
        {
            return await given.Value;
        }
        catch
        {
            // Whoever asks next tries again.
            reads.Copies.TryRemove(new(viewer.LogName, given));
            throw;
        }
    }

    private async Task<int> RegisterAsync(Viewer viewer)
    {
        var copy = await copies.RegisterReaderAsync(viewer, CancellationToken.None);
        log.Note(AccessAct.Export, viewer, $"reads boards in bulk, as copy {copy} from here on");
        return copy;
    }

    private void MakeRoom()
    {
        if (_readers.Count >= MostReaders)
        {
            _readers.TryRemove(_readers.MinBy(static pair => pair.Value.BeganAt).Key, out _);
        }
    }

    private sealed class Reads(DateTimeOffset beganAt)
    {
        private readonly HashSet<string> _people = new(StringComparer.Ordinal);
        private EntityTag? _last;
        private volatile bool _isBulk;

        public DateTimeOffset BeganAt => beganAt;

        public MarkedBoard? Marked { get; set; }

        /// <summary>Numbers by the name in the log: of a person's keys those that somebody else made have one each.</summary>
        public ConcurrentDictionary<string, Lazy<Task<int>>> Copies { get; } = new(StringComparer.Ordinal);

        public bool Sees(PublishedBoard board, string? own, int most)
        {
            // Most ask for the same board again and again.
            if (_isBulk || Volatile.Read(ref _last) == board.Tag)
            {
                return _isBulk;
            }

            lock (_people)
            {
                foreach (var standing in board.Snapshot.Standings)
                {
                    if (standing.Id != own && _people.Count <= most)
                    {
                        _people.Add(standing.Id);
                    }
                }

                _isBulk = _people.Count > most;
            }

            Volatile.Write(ref _last, board.Tag);
            return _isBulk;
        }
    }
}
