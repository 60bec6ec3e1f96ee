using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Scan;

/// <summary>Reads all files of all agents.</summary>
internal sealed class LogScanner(Surroundings surroundings, ObservationTable observations)
{
    private readonly LineReader _lines = new();
    private readonly List<UnreadLine> _unread = [];
    private int _files;

    public IReadOnlyList<UnreadLine> Unread => _unread;

    public void Scan(IEnumerable<Agent> agents, CancellationToken cancellationToken)
    {
        foreach (var agent in agents)
        {
            foreach (var file in agent.Find(surroundings))
            {
                cancellationToken.ThrowIfCancellationRequested();
                observations.Begin(_files++, agent.Name, file.Format.Revision);
                Read(file);
            }
        }
    }

    private void Read(LogFile file)
    {
        try
        {
            switch (file.Format)
            {
                case LineFormat lines:
                    ReadLines(file, lines);
                    break;
                case DocumentFormat document:
                    Note(file, document.Read(file, File.ReadAllBytes(file.Path), observations));

                    break;
                case DatabaseFormat databases:
                    using (var database = LogDatabase.Open(file.Path))
                    {
                        Note(file, databases.Read(file, database, observations));
                    }

                    break;
                default:
                    throw new NotSupportedException($"Nothing reads {file.Format.GetType()}.");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _unread.Add(new(file.Path, 0, UnreadReason.FileUnreadable));
        }
    }

    private void Note(LogFile file, UnreadReason? reason)
    {
        if (reason is { } known)
        {
            _unread.Add(new(file.Path, 0, known));
        }
    }

    private void ReadLines(LogFile file, LineFormat format)
    {
        using var stream = LineReader.Open(file.Path);
        var (line, parser) = (0, format.Start(file));
        _lines.Read(stream, 0, parser, observations, ref line, (number, reason) => _unread.Add(new(file.Path, number, reason)));
        parser.Finish(observations);
    }
}
