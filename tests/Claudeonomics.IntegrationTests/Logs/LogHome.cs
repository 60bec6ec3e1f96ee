using System.Text;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Core.Usage;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>A throw-away home folder with agents' logs in it, read the way a report reads them.</summary>
internal sealed class LogHome : IDisposable
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>What the reader finds in its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    public string Path { get; } = Directory.CreateTempSubdirectory("claudeonomics-logs-").FullName;

    /// <summary>Sets an environment variable for the reader; <c>~</c> at its beginning is this home.</summary>
    public LogHome Set(string variable, string value)
    {
        _variables[variable] = value.StartsWith("~/", StringComparison.Ordinal) ? Path + value[1..] : value;
        return this;
    }

    /// <summary>Writes a file below the home folder.</summary>
    public LogHome Write(string name, params ReadOnlySpan<string> lines) => Write(name, Encoding.UTF8.GetBytes(string.Concat(lines.ToArray().Select(line => line + "\n"))));

    public LogHome Write(string name, byte[] bytes)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return this;
    }

    /// <summary>Runs SQL on a database below the home folder, which is made when it is not there.</summary>
    public LogHome WriteDatabase(string name, params ReadOnlySpan<string> sql)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        foreach (var statements in sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statements;
            command.ExecuteNonQuery();
        }

        return this;
    }

    /// <summary>Copies a folder's content into the home folder. A file <c>NAME.sql</c> becomes the database <c>NAME</c>.</summary>
    public LogHome CopyFrom(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetRelativePath(folder, file);
            if (name.EndsWith(".sql", StringComparison.Ordinal))
            {
                WriteDatabase(name[..^".sql".Length], File.ReadAllText(file));
            }
            else
            {
                Write(name, File.ReadAllBytes(file));
            }
        }

        return this;
    }

    public LogReading Read() => Read(Path, _variables);

    /// <summary>Reads all agents' logs below a home folder.</summary>
    public static LogReading Read(string home, IReadOnlyDictionary<string, string> variables)
    {
        var surroundings = new Surroundings(name => name is "HOME" ? home : variables.GetValueOrDefault(name));
        var hash = new KeyedHash(new byte[16]);
        var observations = new ObservationTable(hash, new NameTables());
        var files = new List<FileEntry>();
        new LogScanner(surroundings, files, hash, observations, static _ => { }, ScanProgress.None).Scan(AgentRegistry.All, CancellationToken.None);
        var calls = new List<SeenCall>();
        CallResolver.Resolve(observations.EachByKey, (in call) => calls.Add(SeenCall.Of(call, observations.Names)));
        return new(calls, [.. from file in files from line in file.Unread
            select $"{System.IO.Path.GetRelativePath(home, file.Path).Replace('\\', '/')}:{line.Line} {UnreadReasonNames.NameOf(line.Reason)}"]);
    }

    /// <summary>Fails unless the logs read as these lines, in the form of <see cref="LogReading.Lines"/>.</summary>
    public void Reads(params string[] lines) => Assert.Equal(lines, Read().Lines);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
