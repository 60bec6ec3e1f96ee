using Claudeonomics.Cli.Agents;
using Claudeonomics.IntegrationTests.Logs;
using Claudeonomics.Cli.Commands;
using Claudeonomics.Cli.Reports;
using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Databases that change between reports: rows that are new count, rows that are gone have counted.</summary>
public sealed class DatabaseMemoryTests : IDisposable
{
    private const string Database = ".local/share/opencode/opencode.db";

    private const string Schema =
        "CREATE TABLE message (id text PRIMARY KEY, session_id text NOT NULL, time_created integer NOT NULL, time_updated integer NOT NULL, data text NOT NULL)";

    private readonly LogHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Report_RowsAddedAndDeleted_CountsAllThatWereEverThere()
    {
        _home.WriteDatabase(Database, Schema, Answer("msg_1", 1791194400000, 10), Answer("msg_2", 1791194401000, 20));
        var before = Input();

        _home.WriteDatabase(Database, "DELETE FROM message WHERE id = 'msg_1'", Answer("msg_3", 1791194402000, 40));

        Assert.Equal((30, 70), (before, Input()));
    }

    [Fact]
    public void Report_RowWrittenAgain_TakesItsLaterCounts()
    {
        _home.WriteDatabase(Database, Schema, Answer("msg_1", 1791194400000, 0), Answer("msg_2", 1791198000000, 20));
        var before = Input();

        _home.WriteDatabase(Database, "DELETE FROM message WHERE id = 'msg_1'", Answer("msg_1", 1791194400000, 5, changed: 1791198000001));

        Assert.Equal((20, 25), (before, Input()));
    }

    [Fact]
    public void Report_RowThatWasReadLongBefore_IsNotReadAgain()
    {
        _home.WriteDatabase(Database, Schema, Answer("msg_1", 1791194400000, 10), Answer("msg_2", 1791198000000, 20));
        var before = Input();

        _home.WriteDatabase(Database, "UPDATE message SET data = '{' WHERE id = 'msg_1'", Answer("msg_3", 1791198001000, 40));

        Assert.Equal((30, 70), (before, Input()));
    }

    [Fact]
    public void Report_ColumnIsGone_KeepsWhatWasToldAndListsTheDatabase()
    {
        _home.WriteDatabase(Database, Schema, Answer("msg_1", 1791194400000, 10));
        var before = Input();

        _home.WriteDatabase(Database, Answer("msg_2", 1791194401000, 20), "ALTER TABLE message RENAME COLUMN data TO gone");

        var after = Report();
        Assert.Equal((10, 10), (before, InputOf(after)));
        Assert.Equal(["unknown-shape"], after["unread"]!.AsArray().Select(static line => (string)line!["reason"]!));
    }

    [Fact]
    public void Report_RowCopiedInWithAnOldTime_Counts()
    {
        _home.WriteDatabase(Database, Schema, Answer("msg_1", 1791198000000, 10));
        var before = Input();

        _home.WriteDatabase(Database, Answer("msg_0", 1791194400000, 20));

        Assert.Equal((10, 30), (before, Input()));
    }

    private static string Answer(string id, long created, int input, long? changed = null) =>
        $$$"""
        INSERT INTO message VALUES ('{{{id}}}', 'ses_1', {{{created}}}, {{{changed ?? created}}},
        '{"role":"assistant","modelID":"m","providerID":"p","tokens":{"input":{{{input}}},"output":0},"time":{"created":{{{created}}}}}')
        """;

    private long Input() => InputOf(Report());

    private static long InputOf(JsonNode report) => report["totals"]!["uncachedInputTokens"]!.GetValue<long>();

    private JsonNode Report()
    {
        var surroundings = new Surroundings(name => name switch
        {
            "HOME" => _home.Path,
            "CLAUDEONOMICS_HOME" => Path.Combine(_home.Path, "memory"),
            _ => null,
        });
        using var output = new MemoryStream();
        var report = ReportCommand.Make(new ReportRequest(ReportKind.Daily, TimeZoneInfo.Utc, null, null, null), surroundings, CancellationToken.None);
        ReportJson.Write(report, default, output);
        return JsonNode.Parse(output.ToArray())!;
    }
}
