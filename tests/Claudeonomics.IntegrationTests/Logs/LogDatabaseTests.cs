using Claudeonomics.Cli.Agents.Databases;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Agents' databases in every state in which they lie on disk: read right, and nothing in their folder touched.</summary>
public sealed class LogDatabaseTests : IDisposable
{
    private const string Name = "agent/log.db";

    private readonly LogHome _home = new();
    private readonly string _path;

    public LogDatabaseTests() => _path = Path.Combine(_home.Path, "agent", "log.db");

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Read_AgentIsRunning_SeesWhatIsOnlyInItsLog()
    {
        using var agent = Connect(_path, "PRAGMA journal_mode = WAL", "PRAGMA wal_autocheckpoint = 0", "CREATE TABLE call (text)", "INSERT INTO call VALUES ('in the log')");

        Assert.Equal(["in the log"], ReadUntouched());
    }

    [Fact]
    public void Read_AgentIsInTheMiddleOfACommit_SeesWhatWasCommitted()
    {
        using var agent = Connect(
            _path, "PRAGMA journal_mode = WAL", "CREATE TABLE call (text)", "INSERT INTO call VALUES ('committed')", "BEGIN IMMEDIATE",
            "INSERT INTO call VALUES ('not yet')");

        Assert.Equal(["committed"], ReadUntouched());
    }

    [Fact]
    public void Read_AgentHasEnded_TakesTheFileAlone()
    {
        _home.WriteDatabase(Name, "PRAGMA journal_mode = WAL; CREATE TABLE call (text); INSERT INTO call VALUES ('at rest')");

        Assert.Equal(["log.db"], Files());
        Assert.Equal(["at rest"], ReadUntouched());
    }

    [Fact]
    public void Read_LogWithoutItsIndex_TakesACopy()
    {
        var crashed = Path.Combine(_home.Path, "crashed");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        using (var agent = Connect(crashed, "PRAGMA journal_mode = WAL", "CREATE TABLE call (text)", "INSERT INTO call VALUES ('in the log')"))
        {
            File.Copy(crashed, _path);
            File.Copy(crashed + "-wal", _path + "-wal");
        }

        Assert.Equal(["in the log"], ReadUntouched());
    }

    [Fact]
    public void Read_WithoutWriteAheadLog_SharesIt()
    {
        using var agent = Connect(_path, "PRAGMA journal_mode = DELETE", "CREATE TABLE call (text)", "INSERT INTO call VALUES ('plain')");

        Assert.Equal(["plain"], ReadUntouched());
    }

    [Fact]
    public void Read_CommitThatCrashedHalfWay_IsUndoneInACopy()
    {
        var crashed = Path.Combine(_home.Path, "crashed");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        using (var agent = Connect(
            crashed, "PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 2", "CREATE TABLE call (text)",
            Numbers(2000) + "INSERT INTO call SELECT 'before' FROM number", "BEGIN", "UPDATE call SET text = 'halfway'"))
        {
            File.Copy(crashed, _path);
            File.Copy(crashed + "-journal", _path + "-journal");
        }

        Assert.Equal(Enumerable.Repeat("before", 2000), ReadUntouched());
    }

    [Fact]
    public void Read_AgentWritesMeanwhile_ReadsOnceMore()
    {
        _home.WriteDatabase(Name, "PRAGMA journal_mode = WAL; CREATE TABLE call (text); INSERT INTO call VALUES ('first')");

        var readings = new List<List<string>>();
        LogDatabase.Read(_path, database =>
        {
            readings.Add(Texts(database));
            if (readings.Count == 1)
            {
                _home.WriteDatabase(Name, "INSERT INTO call VALUES ('second')");
            }
        });

        Assert.Equal([["first"], ["first", "second"]], readings);
    }

    [Fact]
    public void Read_TextsInUtf16_AreHandedOverInUtf8()
    {
        _home.WriteDatabase(Name, "PRAGMA encoding = 'UTF-16'; CREATE TABLE call (text); INSERT INTO call VALUES ('naïve 🦦')");

        Assert.Equal(["naïve 🦦"], ReadUntouched());
    }

    [Theory]
    [InlineData("", typeof(InvalidDataException))]
    [InlineData("SQLite format 3", typeof(IOException))]
    [InlineData("This is a text, and no database at all. It is longer than the header of one, which is a hundred bytes long.", typeof(IOException))]
    public void Read_NoDatabase_SaysSo(string content, Type fault)
    {
        _home.Write(Name, System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Throws(fault, () => LogDatabase.Read(_path, database => database.Query("SELECT text FROM call", (in _) => { })));
        Assert.Equal(["log.db"], Files());
    }

    [Fact]
    public void Read_Damaged_HandsOverWhatComesBeforeTheDamage()
    {
        _home.WriteDatabase(Name, "CREATE TABLE call (text);" + Numbers(100) + "INSERT INTO call SELECT printf('%04000d', value) FROM number");
        using (var file = new FileStream(_path, FileMode.Open))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[file.Length / 4]);
        }

        var seen = new List<string>();
        Assert.Throws<IOException>(() => LogDatabase.Read(_path, database => Take(database, seen)));

        Assert.NotEmpty(seen);
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(static number => number.ToString("D4000")), seen);
    }

    private List<string> ReadUntouched()
    {
        var (files, contents, changed) = (Files(), Contents(), Directory.GetLastWriteTimeUtc(Path.GetDirectoryName(_path)!));
        var texts = new List<string>();
        LogDatabase.Read(_path, database => texts = Texts(database));

        Assert.Equal(files, Files());
        Assert.Equal(contents, Contents());
        Assert.Equal(changed, Directory.GetLastWriteTimeUtc(Path.GetDirectoryName(_path)!));
        return texts;
    }

    private string[] Files() => [.. Directory.EnumerateFiles(Path.GetDirectoryName(_path)!).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    // The index of a log that is in use is shared memory, in which readers tell writers what they read: it may change.
    private byte[][] Contents() =>
        [.. Files().Where(static file => !file.EndsWith("-shm", StringComparison.Ordinal)).Select(file =>
        {
            using var stream = new FileStream(Path.Combine(Path.GetDirectoryName(_path)!, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        })];

    private static string Numbers(int last) =>
        $"WITH RECURSIVE number(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number WHERE value < {last}) ";

    private static List<string> Texts(LogDatabase database)
    {
        var texts = new List<string>();
        Take(database, texts);
        return texts;
    }

    private static void Take(LogDatabase database, List<string> texts) =>
        database.Query("SELECT text FROM call", (in row) => texts.Add(System.Text.Encoding.UTF8.GetString(row.Text(0))));

    private static SqliteConnection Connect(string path, params ReadOnlySpan<string> statements)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }

        return connection;
    }
}
