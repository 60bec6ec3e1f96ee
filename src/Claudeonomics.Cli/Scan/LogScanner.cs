using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Scan;

/// <summary>Reads what is new in the files of agents: nothing of those that did not change, the end of those that grew, the rest whole.</summary>
internal sealed class LogScanner
{
    private readonly Surroundings _surroundings;
    private readonly List<FileEntry> _files;
    private readonly Dictionary<string, int> _numbers;
    private readonly KeyedHash _hash;
    private readonly ObservationTable _observations;
    private readonly Action<FileEntry> _loadState;
    private readonly ScanProgress _progress;
    private readonly LineReader _lines = new();

    /// <param name="files">All files that are known; grows.</param>
    /// <param name="observations">Takes what is new.</param>
    /// <param name="loadState">Fetches the state of a file that lies elsewhere.</param>
    public LogScanner(
        Surroundings surroundings, List<FileEntry> files, KeyedHash hash, ObservationTable observations, Action<FileEntry> loadState, ScanProgress progress)
    {
        (_surroundings, _files, _hash, _observations, _loadState, _progress) = (surroundings, files, hash, observations, loadState, progress);
        _numbers = new(files.Count, StringComparer.Ordinal);
        for (var number = 0; number < files.Count; number++)
        {
            _numbers[files[number].Path] = number;
        }
    }

    /// <summary>Numbers of the files in which something was new.</summary>
    public HashSet<int> Changed { get; } = [];

    /// <summary>Those of them that were read anew from their beginning: what was known of them holds no more.</summary>
    public HashSet<int> Replaced { get; } = [];

    public void Scan(IEnumerable<Agent> agents, CancellationToken cancellationToken)
    {
        // A fork's file begins after its original's, whichever was written to last: read in this order, the original's file has the lower
        // number and its conversation the call.
        var found =
            from agent in agents
            from file in agent.Find(_surroundings)
            let stamp = file.Format is DatabaseFormat ? FileStamp.OfDatabase(file.Path) : FileStamp.Of(file.Path)
            where stamp is not null && IsNew(file, stamp.Value)
            orderby FileBirth.TicksOf(file.Path, stamp.Value), file.Path
            select (agent, file, stamp.Value);
        var files = found.ToArray();
        _progress.Begin(files.Length, files.Sum(static file => file.Value.Size));
        try
        {
            foreach (var (agent, file, now) in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Read(agent, file, now);
                _progress.Add(now.Size);
            }
        }
        finally
        {
            _progress.End();
        }
    }

    private void Read(Agent agent, LogFile file, FileStamp now)
    {
        if (!_numbers.TryGetValue(file.Path, out var number))
        {
            number = _files.Count;
            _files.Add(new() { Path = file.Path });
            _numbers.Add(file.Path, number);
        }

        _loadState(_files[number]);
        _observations.Begin(number, agent.Name, file.Format.Revision);
        Changed.Add(number);
        Read(file, number, now);
    }

    private bool IsNew(LogFile file, FileStamp now) =>
        !_numbers.TryGetValue(file.Path, out var number) || _files[number].Stamp != now || _files[number].Revision != file.Format.Revision;

    private void Read(LogFile file, int number, FileStamp now)
    {
        try
        {
            switch (file.Format)
            {
                case LineFormat lines:
                    ReadLines(file, lines, number, now);
                    break;
                case DocumentFormat document:
                    ReadDocument(file, document, number);
                    break;
                case DatabaseFormat databases:
                    ReadDatabase(file, databases, number);
                    break;
                default:
                    throw new NotSupportedException($"Nothing reads {file.Format.GetType()}.");
            }

            _files[number].Stamp = now;
            _files[number].Revision = file.Format.Revision;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What was known of it stays, and it is tried again next time.
            Replaced.Remove(number);
            _files[number].Stamp = default;
            _files[number].Unread.Clear();
            _files[number].List(0, UnreadReason.FileUnreadable);
        }
    }

    // Nothing that was known of the file holds any more.
    private FileEntry Restart(LogFile file, int number)
    {
        if (_files[number].Revision != 0)
        {
            Replaced.Add(number);
        }

        return _files[number] = new() { Path = file.Path };
    }

    private void ReadDocument(LogFile file, DocumentFormat format, int number)
    {
        var bytes = File.ReadAllBytes(file.Path);
        var entry = Restart(file, number);
        format.Read(file, bytes, _observations, new(bytes, entry.List));
        if (entry.Unread is [(0, UnreadReason.NotJson)])
        {
            // Cut off, as by an agent that is writing it or that ended in the midst of it: it told more once, and that stays.
            Replaced.Remove(number);
        }
    }

    private void ReadDatabase(LogFile file, DatabaseFormat format, int number)
    {
        var isKnown = _files[number].Revision == format.Revision;
        var state = isKnown ? _files[number].State : null;
        var (marks, unread) = (DatabaseMarks.Of(state), new SortedSet<(int, UnreadReason)>());
        var isOfKnownShape = true;
        try
        {
            LogDatabase.Read(file.Path, database =>
            {
                marks = DatabaseMarks.Of(state);
                unread.Clear();
                format.Read(file, database, marks, _observations, (row, reason) => unread.Add((row, reason)));
            });
        }
        catch (InvalidDataException)
        {
            unread.Add((0, UnreadReason.UnknownShape));
            isOfKnownShape = false;
        }

        if (state is not null)
        {
            // Rows that were told before stay listed.
            unread.UnionWith(_files[number].Unread.Where(static line => line.Line > 0));
        }

        var entry = isKnown ? _files[number] : Restart(file, number);
        if (!isOfKnownShape)
        {
            // What it told before stays.
            Replaced.Remove(number);
        }

        entry.Unread.Clear();
        foreach (var (line, reason) in unread)
        {
            entry.List(line, reason);
        }

        entry.State = marks.ToBytes();
    }

    private void ReadLines(LogFile file, LineFormat format, int number, FileStamp now)
    {
        using var stream = LineReader.Open(file.Path);
        var entry = _files[number];
        var probe = new FileProbe(stream, _hash);
        var parser = format.Start(file);
        if (entry.State is not null && entry.Revision == format.Revision && now.Size > entry.Stamp.Size && probe.IsStill(entry))
        {
            parser.Restore(new MemoryStream(entry.State));
        }
        else
        {
            entry = Restart(file, number);
        }

        var line = entry.Lines;
        entry.Position = _lines.Read(stream, entry.Position, parser, _observations, ref line, entry.List);
        entry.Lines = line;
        var state = new MemoryStream();
        entry.State = parser.TrySave(state) ? state.ToArray() : null;
        probe.Take(entry);
        _lines.ReadRest(parser, _observations);
        parser.Finish(_observations);
    }
}
