using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Tools;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.Ledger;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Claudeonomics.Storage.Embedded;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>What is left of somebody who was erased leads to nobody: every table, every file, a restored backup, and the totals.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private const string Email = "p0@example.com";
    private const string Account = "account-of-p0-at-a-vendor";
    private const string Tool = "tool-that-only-p0-uses";

    private RunningServer _server = null!;
    private IReadOnlyList<string> _ids = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Id => _ids[0];

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync(null);
        _ids = await SmallCompany.FillAsync(_server, people: 6);
        await FillAllTablesAsync();
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact(Timeout = 300_000)]
    public async Task Erase_OfWhoIsInEveryTable_LeavesNothingThatLeadsToThem()
    {
        var traces = TracesOf();
        Assert.Empty(TablesWithout(Id));
        foreach (var trace in traces)
        {
            Assert.NotEmpty(Found(trace));
        }

        var (facts, sums) = await LedgerAsync();
        (await _server.Admin.DeleteAsync($"/api/v1/people/{Email}", Stop)).EnsureSuccessStatusCode();
        var (factsAfter, sumsAfter) = await LedgerAsync();

        // The chain verifies and every sum of the ledger is what it was, by the number that is nobody's now.
        Assert.Equal(facts, factsAfter);
        Assert.Equal(sums, sumsAfter);
        Assert.Equal("true", (await _server.Admin.ReadAsync($"/api/v1/seasons/{SmallCompany.Month}/verify"))["ok"]!.ToJsonString());

        // Once more after a stop: nothing of theirs was waiting in memory to be written.
        await _server.StopAsync();
        Assert.Empty(traces.SelectMany(trace => Found(trace).Select(place => $"{trace} in {place}")));
        Assert.DoesNotContain(Directory.EnumerateFiles(_server.DataDirectory), static file => file.Contains("before-upgrade", StringComparison.Ordinal));

        _server = await StartAsync(_server.DataDirectory);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Admin.GetAsync($"/api/v1/people/{Email}", Stop)).StatusCode);
        Assert.Equal(sums, (await LedgerAsync()).Sums);
    }

    [Fact(Timeout = 300_000)]
    public async Task Restore_OfABackupFromBefore_ErasesAgain()
    {
        var copy = Path.Combine(_server.DataDirectory, "..", $"claudeonomics-copy-{Guid.NewGuid():N}");
        var (restored, alone) = (copy + "-restored", copy + "-alone");
        try
        {
            Assert.Equal(0, (await ServerProcess.RunAsync("backup", copy, $"--Claudeonomics:DataDirectory={_server.DataDirectory}")).ExitCode);
            (await _server.Admin.DeleteAsync($"/api/v1/people/{Email}", Stop)).EnsureSuccessStatusCode();
            var list = ErasureList.FileIn(_server.DataDirectory);

            var with = JsonNode.Parse((await ServerProcess.RunAsync("restore", copy, "--erasures", list, $"--Claudeonomics:DataDirectory={restored}")).Output)!;
            Assert.Equal((true, 1, true), ((bool)with["ok"]!, (int)with["erasedAgain"]!, (bool)with["erasuresSinceBackupKnown"]!));
            Assert.Empty(Found(Email, restored));
            Assert.Empty(Found(Id, restored));

            // Without the list nobody can know; the answer says so, and a list that lies there already is used without being asked for.
            var without = JsonNode.Parse((await ServerProcess.RunAsync("restore", copy, $"--Claudeonomics:DataDirectory={alone}")).Output)!;
            Assert.Equal((0, false), ((int)without["erasedAgain"]!, (bool)without["erasuresSinceBackupKnown"]!));
            Directory.Delete(alone, recursive: true);
            Directory.CreateDirectory(alone);
            File.Copy(list, ErasureList.FileIn(alone));
            var again = JsonNode.Parse((await ServerProcess.RunAsync("restore", copy, $"--Claudeonomics:DataDirectory={alone}")).Output)!;
            Assert.Equal((1, true), ((int)again["erasedAgain"]!, (bool)again["erasuresSinceBackupKnown"]!));
        }
        finally
        {
            foreach (var directory in new[] { copy, restored, alone }.Where(Directory.Exists))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task Export_OfWhoIsInEveryTable_HasARowOfEachAndNobodyElse()
    {
        using var own = _server.Client(await _server.OwnKeyAsync(Email));
        var export = await own.ReadAsync("/api/v1/me/export");

        var kept = export["directory"]!.AsObject();
        Assert.Empty(kept.Where(static table => table.Value!.AsArray().Count == 0).Select(static table => table.Key));
        using var db = _server.Services.GetRequiredService<ControlDatabase>().Read();
        Assert.True(kept.Count >= PersonTables(db).Count);
        var text = export.ToJsonString();
        Assert.Contains(Account, text, StringComparison.Ordinal);
        Assert.Contains(Tool, text, StringComparison.Ordinal);
        Assert.NotEmpty(export["usage"]!["byDay"]!["rows"]!.AsArray());
        Assert.All(_ids.Skip(1), id => Assert.DoesNotContain(id, text, StringComparison.Ordinal));
        using var lent = _server.Client((await _server.PostKeyAsync("read", Email)).Key);
        Assert.Equal(HttpStatusCode.Forbidden, (await lent.GetAsync("/api/v1/me/export", Stop)).StatusCode);
    }

    [Fact(Timeout = 300_000)]
    public async Task EraseMe_TakesTheOwnEmail()
    {
        using var own = _server.Client(await _server.OwnKeyAsync(Email));

        Assert.Equal(HttpStatusCode.BadRequest, (await own.DeleteAsync("/api/v1/me?confirm=p1@example.com", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await own.DeleteAsync($"/api/v1/me?confirm={Email}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.GetAsync("/api/v1/me", Stop)).StatusCode);
    }

    private static Task<RunningServer> StartAsync(string? directory) => RunningServer.StartAsync(
        directory, configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(SmallCompany.Now, rate: 1, TimeProvider.System)));

    // A row about them in every table that can hold one.
    private async Task FillAllTablesAsync()
    {
        await _server.SignInDeviceAsync(Email, "laptop-of-p0");
        var number = _server.Services.GetRequiredService<IIngestGate>().NumberOf(IdentityClaimKind.Account, Encoding.UTF8.GetBytes(Account))!.Value;
        (await _server.Admin.PutAsJsonAsync($"/api/v1/identities/{number}/person", new { person = Email }, Stop)).EnsureSuccessStatusCode();
        await _server.GiveRolesAsync(Email, "steward");
        using var own = _server.Client(await _server.OwnKeyAsync(Email));
        // A page that was looked at carries a number for who looked.
        (await own.GetAsync("/", Stop)).EnsureSuccessStatusCode();
        (await own.PostAsJsonAsync("/api/v1/signin-links", new { person = Email }, Stop)).EnsureSuccessStatusCode();
        var control = _server.Services.GetRequiredService<ControlDatabase>();
        await control.ChangeAsync(
            db =>
            {
                db.Sessions.Add(new()
                {
                    Id = "session-of-p0", PersonId = Id, IsAdministrator = false, Way = SignInWay.Provider, Browser = "browser-of-p0", CreatedAt = SmallCompany.Now,
                    ExpiresAt = SmallCompany.Now.AddDays(30), LastSeenAt = SmallCompany.Now,
                });
                db.DeviceSignIns.Add(new()
                {
                    Id = "sign-in-of-p0", Hash = [1], UserCodeHash = [2], Name = "desktop-of-p0", ExpiresAt = SmallCompany.Now.AddMinutes(10), IntervalSeconds = 5, PersonId = Id,
                });
                db.AutomationDeclarations.Add(new() { PersonId = Id, DeclaredAt = SmallCompany.Now, DeclaredBy = "self", IsWhole = false });
                db.PersonAdvices.Add(new()
                {
                    PersonId = Id, FromDay = new(2026, 11, 16), Kind = default, SavedNanoUsd = 1, Requests = 1, UnpricedRequests = 0, Days = 1, InsteadModels = "", MostAt = SmallCompany.Now,
                    MostSavedNanoUsd = 1,
                });
                db.IntegrityFindings.Add(new()
                {
                    Id = "finding-of-p0", PersonId = Id, Kind = default, FromDay = new(2026, 11, 9), UntilDay = new(2026, 11, 15), Step = default, NeedsSecondLook = false, IsHeld = false,
                    Weighted = 1, Evidence = "[]", CreatedAt = SmallCompany.Now, Explanation = "words-of-p0",
                });
                db.NotCountedUsages.Add(new()
                {
                    FindingId = "finding-of-p0", Number = 0, Identity = number, Day = new(2026, 11, 12), Part = 7, Agent = "claude-code", Provider = "anthropic", Model = "m", UncachedInput = 1, CacheRead = 0,
                    CacheWrite5m = 0, CacheWrite1h = 0, CacheWriteUnknown = 0, Output = 0, Reasoning = 0,
                });
                db.Approvals.Add(new()
                {
                    Id = "unmask-p0", Kind = ApprovalKind.Unmask, Subject = Id, Reason = "words-about-p0", AskedAs = "person", AskedByPersonId = Id, DecidedByPersonId = Id, AskedAt = SmallCompany.Now,
                    ExpiresAt = SmallCompany.Now.AddDays(1),
                });
                db.SignInAccounts.Add(new() { Issuer = "https://issuer.example", Subject = "subject-of-p0", PersonId = Id, CreatedAt = SmallCompany.Now });
                db.DirectoryUsers.Add(new()
                {
                    PersonId = Id, Id = "directory-id-of-p0", UserName = "user-name-of-p0", UserNameKey = "user-name-of-p0", ExternalId = "external-of-p0", CreatedAt = SmallCompany.Now, UpdatedAt = SmallCompany.Now,
                });
                db.DirectoryGroups.Add(new() { Id = "group", DisplayName = "Group", DisplayNameKey = "GROUP", CreatedAt = SmallCompany.Now, UpdatedAt = SmallCompany.Now });
                db.DirectoryGroupMembers.Add(new() { GroupId = "group", PersonId = Id, AddedAt = SmallCompany.Now });
                db.Shares.Add(new()
                {
                    Id = "share-of-p0", Hash = [3], Board = "tokens", View = "", Audience = "audience-of-p0", SharedAs = "person", SharedByPersonId = Id, CreatedAt = SmallCompany.Now,
                    ExpiresAt = SmallCompany.Now.AddHours(24),
                });
                db.ExportCopies.Add(new()
                {
                    ApprovalId = "export-for-p0", AskedAs = "person", AskedByPersonId = Id, ApprovedByPersonId = Id, Board = "tokens", View = "", Format = "csv", Snapshot = 1,
                    MadeAt = SmallCompany.Now,
                });
                db.IdentityTools.Add(new() { IdentityNumber = number, Kind = ToolKind.Skill, Name = Tool, LastDay = new(2026, 11, 20) });
                return Task.FromResult(0);
            },
            static (_, _) => { }, Stop);
    }

    // Strings, ids and hashes of theirs.
    private List<string> TracesOf()
    {
        using var db = _server.Services.GetRequiredService<ControlDatabase>().Read();
        var person = db.People.Single(row => row.Id == Id);
        return
        [
            Id, Email, person.Name, person.Pseudonym, Account, Tool, "laptop-of-p0", "desktop-of-p0", "session-of-p0", "browser-of-p0", "words-of-p0", "words-about-p0", "audience-of-p0", "subject-of-p0", "user-name-of-p0", "external-of-p0", "set-up of p0",
            .. db.ApiKeys.Where(key => key.PersonId == Id).Select(key => key.Id), .. db.Devices.Where(device => device.PersonId == Id).Select(device => device.Id),
            .. db.ApiKeys.Where(key => key.PersonId == Id).AsEnumerable().Select(key => Encoding.Latin1.GetString(key.Hash)),
        ];
    }

    // Every value of every table of both stores, and the bytes of every file: what was deleted must not stand in a page that is free, nor in a log.
    private IEnumerable<string> Found(string trace, string? directory = null)
    {
        directory ??= _server.DataDirectory;
        var (text, bytes) = (trace.ToUpperInvariant(), Encoding.Latin1.GetBytes(trace));
        foreach (var store in Directory.EnumerateFiles(directory, "*.db"))
        {
            using var connection = new SqliteConnection($"Data Source={store};Mode=ReadOnly;Pooling=False");
            connection.Open();
            foreach (var table in Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table'").Select(static row => (string)row[0]).ToList())
            {
                if (Query(connection, $"SELECT * FROM \"{table}\"").Any(row => row.Any(value => Holds(value, text, bytes))))
                {
                    yield return $"{Path.GetFileName(store)} {table}";
                }
            }
        }

        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith("server.lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            if (content.AsSpan().IndexOf(bytes) >= 0)
            {
                yield return Path.GetFileName(file);
            }
        }
    }

    private static bool Holds(object value, string text, byte[] bytes) => value switch
    {
        byte[] blob => blob.AsSpan().IndexOf(bytes) >= 0,
        string words => words.ToUpperInvariant().Contains(text, StringComparison.Ordinal),
        _ => false,
    };

    private static IEnumerable<object[]> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }

    private static List<(string Table, string Column)> PersonTables(ControlContext db) =>
        [.. from table in db.Model.GetEntityTypes()
            from reference in table.GetForeignKeys()
            where reference.PrincipalEntityType.ClrType == typeof(Person)
            select (table.GetTableName()!, reference.Properties[0].GetColumnName())];

    private List<string> TablesWithout(string id)
    {
        using var db = _server.Services.GetRequiredService<ControlDatabase>().Read();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_server.DataDirectory, ControlDatabase.FileName)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return [.. PersonTables(db).Where(table => !Query(connection, $"SELECT 1 FROM \"{table.Table}\" WHERE \"{table.Column}\" = '{id}'").Any()).Select(static table => $"{table.Table}.{table.Column}")];
    }

    private async Task<(string Facts, string Sums)> LedgerAsync()
    {
        var verified = JsonNode.Parse(await (await _server.Admin.PostAsync("/api/v1/ledger/verify", null, Stop)).Content.ReadAsStringAsync(Stop))!;
        Assert.True((bool)verified["ok"]!);
        return (verified["facts"]!.ToJsonString(), CubeDump.Of(_server.Services.GetRequiredService<EmbeddedLedger>().Cube));
    }
}
