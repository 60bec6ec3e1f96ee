using Microsoft.Data.Sqlite;

namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Databases of agents in which one thing is not as it should be: a table or column that is not there, a value of another type, the end cut off.
/// Nothing fails, every other row and file is read, and what is lost is listed. (Bytes changed at random: <see cref="DatabaseMutationTests"/>.)</summary>
public sealed class DatabaseShapeTests
{
    private const string Neighbour = ".claude/projects/p/neighbour.jsonl";

    // What no column holds, whatever it is for; the last one reads like the beginning of a document.
    private static readonly string[] WrongValues =
        ["NULL", "'none'", "-7", "9223372036854775807", "9e300", "x'00ff80'", "'{\"metrics\":{\"usage\":[[[[{'"];

    // Older releases lack them: what they count is then a part of something else, or nothing.
    private static readonly string[] Optional =
        ["usage_ledger", "session_model_usage", "task", "cache_read_tokens", "cache_write_tokens", "accumulated_cache_read_tokens", "accumulated_cache_write_tokens", "reasoning_tokens", "computed_total_tokens"];

    public static TheoryData<string, string> Fixtures => DatabaseMutationTests.Fixtures;

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_TableOrColumnIsGone_ListsItOrNeedsItNot(string agent, string @case)
    {
        using var home = new DamagedHome(agent, @case);
        foreach (var (database, table, column) in home.Columns().Where(static place => !Optional.Contains(place.Column)))
        {
            home.AssertListedOrUnharmed(database, $"ALTER TABLE \"{table}\" RENAME COLUMN \"{column}\" TO gone");
        }

        foreach (var (database, table) in home.Columns().Select(static place => (place.Database, place.Table)).Distinct().Where(static place => !Optional.Contains(place.Table)))
        {
            home.AssertListedOrUnharmed(database, $"DROP TABLE \"{table}\"");
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_ValueOfAnotherType_CostsNoOtherRow(string agent, string @case)
    {
        using var home = new DamagedHome(agent, @case);
        foreach (var (database, table, column) in home.Columns())
        {
            foreach (var row in DamagedHome.Rows(database, table))
            {
                var others = home.After(database, $"DELETE FROM \"{table}\" WHERE rowid = {row}");
                foreach (var value in WrongValues)
                {
                    home.AssertKeeps(others, database, $"UPDATE OR IGNORE \"{table}\" SET \"{column}\" = {value} WHERE rowid = {row}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_CountThatIsNone_IsListed(string agent, string @case)
    {
        using var home = new DamagedHome(agent, @case);
        foreach (var (database, table, column) in home.Columns().Where(static place => place.Column.Contains("tokens", StringComparison.Ordinal)))
        {
            foreach (var row in DamagedHome.Rows(database, table))
            {
                home.AssertListedOrUnharmed(database, $"UPDATE \"{table}\" SET \"{column}\" = 'none' WHERE rowid = {row}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_CutOff_ListsItOrNeedsItNot(string agent, string @case)
    {
        using var home = new DamagedHome(agent, @case);
        foreach (var database in home.Databases)
        {
            var length = home.LengthOf(database);
            foreach (var cut in Enumerable.Range(0, 24).Select(part => length * part / 24).Concat([1, 15, 16, 99, 100, 101, length - 1]))
            {
                home.AssertListedOrUnharmed(database, cut);
            }
        }
    }

    /// <summary>A fixture's home with another agent's conversation in it, of which one database at a time is changed.</summary>
    private sealed class DamagedHome : IDisposable
    {
        private readonly LogHome _home;
        private readonly Dictionary<string, byte[]> _whole;
        private readonly LogReading _unharmed;

        public DamagedHome(string agent, string @case)
        {
            _home = new LogFixture(agent, @case).Open();
            _home.Write(
                Neighbour, """{"type":"assistant","sessionId":"neighbour","requestId":"r","timestamp":"2026-10-05T10:00:00.000Z","message":{"id":"m","model":"claude-opus-4-6","usage":{"input_tokens":12345} } }""");
            _whole = Directory.EnumerateFiles(_home.Path, "*", SearchOption.AllDirectories).Where(IsDatabase).ToDictionary(static file => file, File.ReadAllBytes);
            _unharmed = _home.Read();
        }

        public IEnumerable<string> Databases => _whole.Keys;

        public int LengthOf(string database) => _whole[database].Length;

        public void Dispose() => _home.Dispose();

        public IReadOnlyList<(string Database, string Table, string Column)> Columns() =>
            [.. from database in Databases
                from row in Select(database, "SELECT m.name || '/' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'")
                let names = row.Split('/')
                select (database, names[0], names[1])];

        public static List<string> Rows(string database, string table) => Select(database, $"SELECT rowid FROM \"{table}\" LIMIT 3");

        /// <summary>The counts of every call, with the database changed.</summary>
        public IReadOnlyList<string> After(string database, string sql)
        {
            Change(database, sql);
            return CountsOf(Read(database, sql));
        }

        public void AssertKeeps(IReadOnlyList<string> others, string database, string sql)
        {
            var left = After(database, sql).ToList();
            Assert.All(others, call => Assert.True(left.Remove(call), $"{sql}: {call} is lost."));
        }

        public void AssertListedOrUnharmed(string database, string sql)
        {
            Change(database, sql);
            AssertListedOrUnharmed(Read(database, sql), sql);
        }

        public void AssertListedOrUnharmed(string database, int cut)
        {
            File.WriteAllBytes(database, _whole[database][..cut]);
            AssertListedOrUnharmed(Read(database, $"cut at {cut}"), $"cut at {cut}");
        }

        private void AssertListedOrUnharmed(LogReading reading, string what) => Assert.True(
            reading.Unread.Except(_unharmed.Unread).Any() || CountsOf(reading).SequenceEqual(CountsOf(_unharmed)),
            $"{what}: neither read nor listed.\n{string.Join('\n', reading.Lines)}");

        private LogReading Read(string database, string what)
        {
            var reading = _home.Read();
            File.WriteAllBytes(database, _whole[database]);
            Assert.Single(reading.Calls, static call => call.Conversation == "neighbour");
            Assert.All(reading.Calls, call => Assert.True(call.Usage.TotalTokens > 0, what));
            return reading;
        }

        private static IReadOnlyList<string> CountsOf(LogReading reading) =>
            [.. reading.Calls.Select(static call => SeenCall.Essence(call.Agent, "", "", call.Usage)).Order(StringComparer.Ordinal)];

        private static void Change(string database, string sql)
        {
            using var connection = Open(database);
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            try
            {
                command.ExecuteNonQuery();
            }
            catch (SqliteException fault) when (fault.SqliteErrorCode == SQLitePCL.raw.SQLITE_MISMATCH)
            {
                // The one kind of column that SQLite lets hold nothing else.
            }
        }

        private static List<string> Select(string database, string sql)
        {
            using var connection = Open(database);
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read())
            {
                rows.Add(reader.GetString(0));
            }

            return rows;
        }

        private static SqliteConnection Open(string database)
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false, ForeignKeys = false }.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = OFF";
            command.ExecuteNonQuery();
            return connection;
        }

        private static bool IsDatabase(string file)
        {
            Span<byte> start = stackalloc byte[16];
            using var stream = File.OpenRead(file);
            return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.StartsWith("SQLite format 3"u8);
        }
    }
}
