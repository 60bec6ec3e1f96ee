using Claudeonomics.Cli.Agents.Databases;

namespace Claudeonomics.Cli.Agents.OpenCode;

/// <summary>The database of OpenCode, and of agents that were made from it: messages of the first kind in <c>message</c>, with parts in
/// <c>part</c>; of the second in <c>session_message</c>.</summary>
internal sealed class OpenCodeDatabase : DatabaseFormat
{
    // Parts are almost all of a database. The one that ends a step is a few hundred bytes; of the longer ones only the length is looked at.
    private const string EndsStep = "octet_length(p.data) < 4096 AND instr(p.data, '\"step-finish\"') > 0";

    private const string First = "message";
    private const string Second = "session_message";

    public override byte Revision => 1;

    public override void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        var (hasFirst, hasSecond) = (database.HasTable(First), database.HasTable(Second));
        if (!hasFirst && !hasSecond)
        {
            unread(0, UnreadReason.UnknownShape);
            return;
        }

        new Reading(database, marks, sink, unread).Run(hasFirst, hasSecond);
    }

    private sealed class Reading(LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        // Releases that tried the second kind out wrote both for the same answers, under ids of their own: what messages of sessions
        // with both have in common, and how often. Bounded by the messages of such sessions.
        private readonly Dictionary<ulong, int> _seen = [];
        private readonly HashSet<ulong> _sessionsWithBoth = [];

        // Messages with several answers. Bounded by the messages that are new.
        private readonly HashSet<ulong> _withSteps = [];

        public void Run(bool hasFirst, bool hasSecond)
        {
            if (hasFirst && hasSecond)
            {
                database.Query(
                    $"SELECT session_id FROM {Second} WHERE type = 'assistant' INTERSECT SELECT session_id FROM {First}",
                    (in row) => _sessionsWithBoth.Add(sink.Hash(row.Text(0))));
            }

            if (hasFirst)
            {
                var mark = MarkOf(First);
                FindSteps(mark);
                Query(First, mark, "", ReadFirst);
            }

            if (hasSecond)
            {
                Query(Second, MarkOf(Second), "AND m.type = 'assistant'", ReadSecond);
            }
        }

        // Where messages of the second kind have to be held against those of the first, all of both are looked at.
        private DatabaseMark MarkOf(string table) => _sessionsWithBoth.Count > 0 ? default : marks[table];

        private string ChangedOf(string table) => database.FirstColumn(table, "m", "time_updated");

        private static string New(string changed) => $"(m.rowid > $1 OR {changed} >= $2 OR {changed} IS NULL)";

        private void FindSteps(DatabaseMark mark)
        {
            if (database.HasTable("part"))
            {
                database.Query(
                    $"""
                    SELECT p.message_id FROM {First} m JOIN part p ON p.message_id = m.id
                    WHERE {New(ChangedOf(First))} AND {EndsStep}
                    GROUP BY p.message_id HAVING COUNT(*) > 1
                    """,
                    (in row) => _withSteps.Add(sink.Hash(row.Text(0))),
                    mark.Row, mark.Since);
            }
        }

        private void Query(string table, DatabaseMark mark, string condition, RowTaker take)
        {
            var changed = ChangedOf(table);
            var (folder, join) = database.HasTable("session") ? ("s.directory", "LEFT JOIN session s ON s.id = m.session_id") : ("NULL", "");
            database.Query(
                $"SELECT m.rowid, m.id, m.session_id, m.data, {folder}, {changed} FROM {table} m {join} WHERE {New(changed)} {condition}",
                (in row) =>
                {
                    take(row);
                    if (!row.IsNull(5))
                    {
                        marks.Pass(table, row.Whole(0), row.Whole(5));
                    }
                },
                mark.Row, mark.Since);
        }

        private void ReadFirst(in DatabaseRow row)
        {
            if (!OpenCodeAnswer.TryReadRow(row.Text(1), row.Text(2), row.Text(3), row.Text(4), isSecondKind: false, out var answer))
            {
                unread(row.Number(0), UnreadReason.NotJson);
                return;
            }

            if (!answer.IsAnswer)
            {
                return;
            }

            var tokens = answer.Tokens();
            if (_sessionsWithBoth.Contains(sink.Hash(row.Text(2))))
            {
                var likeness = answer.Likeness(tokens.Usage, sink);
                _seen[likeness] = _seen.GetValueOrDefault(likeness) + 1;
            }

            if (_withSteps.Contains(sink.Hash(answer.Id)))
            {
                ReadSteps(row);
            }
            else
            {
                Note(row, answer.Add(tokens, sink));
            }
        }

        private void ReadSteps(in DatabaseRow row)
        {
            var number = 0;
            var (id, session, data, folder) = (row.Text(1).ToArray(), row.Text(2).ToArray(), row.Text(3).ToArray(), row.Text(4).ToArray());
            UnreadReason? problem = null;
            database.Query(
                $"SELECT p.data FROM part p WHERE p.message_id = $1 AND {EndsStep} ORDER BY p.id",
                (in part) =>
                {
                    if (OpenCodeAnswer.TryReadRow(id, session, data, folder, isSecondKind: false, out var answer))
                    {
                        problem = answer.AddStep(part.Text(0), ref number, sink) ?? problem;
                    }
                },
                System.Text.Encoding.UTF8.GetString(id));
            Note(row, problem);
        }

        private void ReadSecond(in DatabaseRow row)
        {
            if (!OpenCodeAnswer.TryReadRow(row.Text(1), row.Text(2), row.Text(3), row.Text(4), isSecondKind: true, out var answer))
            {
                unread(row.Number(0), UnreadReason.NotJson);
                return;
            }

            var tokens = answer.Tokens();
            var likeness = answer.Likeness(tokens.Usage, sink);
            if (_seen.GetValueOrDefault(likeness) is > 0 and var copies)
            {
                _seen[likeness] = copies - 1;
                return;
            }

            Note(row, answer.Add(tokens, sink));
        }

        private void Note(in DatabaseRow row, UnreadReason? reason)
        {
            if (reason is { } known)
            {
                unread(row.Number(0), known);
            }
        }
    }
}
