using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.People;
using Claudeonomics.Storage.Control;
using Claudeonomics.TestShared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.IntegrationTests.Control;

/// <summary>The schema is written by hand and the model in C#: these tests keep them the same thing.</summary>
public sealed class ControlSchemaTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("claudeonomics-control-").FullName;

    private string File => Path.Combine(_directory, ControlDatabase.FileName);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Open_NewFile_HasExactlyWhatTheModelAsksFor()
    {
        using (ControlDatabase.Open(File))
        {
            using var stepped = Connect(File);
            using var model = Connect(":memory:");
            using var context = new ControlContext(new DbContextOptionsBuilder<ControlContext>().UseSqlite(model).Options);
            Execute(model, context.Database.GenerateCreateScript());

            Assert.Equal(Describe(model), Describe(stepped));
        }
    }

    [Fact]
    public void Steps_Known_AreNumberedFromOneWithoutGaps() =>
        Assert.Equal(Enumerable.Range(1, ControlSchema.Steps.Count), ControlSchema.Steps.Select(step => step.Version));

    [Fact]
    public void Open_FileOfAnEarlierVersion_IsUpgradedAfterABackup()
    {
        IReadOnlyList<SchemaStep> later = [.. ControlSchema.Steps, new(ControlSchema.Steps.Count + 1, "ALTER TABLE person ADD COLUMN shoe_size INTEGER NULL")];
        using (var database = ControlDatabase.Open(File))
        {
            database.Change(db => db.Settings.Add(new() { Name = "kept", Value = "yes" }), (_, _) => { });
        }

        using (ControlDatabase.Open(File, later))
        {
            using var upgraded = Connect(File);
            using var backup = Connect($"{File}.before-upgrade-from-{ControlSchema.Steps.Count}");

            Assert.Equal((long)later.Count, Scalar(upgraded, "PRAGMA user_version"));
            Assert.Equal(1L, Scalar(upgraded, "SELECT COUNT(*) FROM pragma_table_info('person') WHERE name = 'shoe_size'"));
            Assert.Equal("yes", Scalar(upgraded, "SELECT value FROM setting WHERE name = 'kept'"));
            Assert.Equal((long)ControlSchema.Steps.Count, Scalar(backup, "PRAGMA user_version"));
            Assert.Equal("yes", Scalar(backup, "SELECT value FROM setting WHERE name = 'kept'"));
        }
    }

    [Fact]
    public void Open_StepThatFails_LeavesTheFileAsItWas()
    {
        IReadOnlyList<SchemaStep> broken = [.. ControlSchema.Steps, new(ControlSchema.Steps.Count + 1, "CREATE TABLE half (id INTEGER); CREATE TABLE setting (id INTEGER)")];
        using (ControlDatabase.Open(File))
        {
        }

        Assert.Throws<SqliteException>(() => ControlDatabase.Open(File, broken));

        using var file = Connect(File);
        Assert.Equal((long)ControlSchema.Steps.Count, Scalar(file, "PRAGMA user_version"));
        Assert.Equal(0L, Scalar(file, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'half'"));
    }

    [Fact]
    public void Open_FileOfALaterVersion_IsRefused()
    {
        using (ControlDatabase.Open(File))
        {
        }

        using (var file = Connect(File))
        {
            Execute(file, "PRAGMA user_version = 1000");
        }

        var refused = Assert.Throws<ControlSchemaException>(() => ControlDatabase.Open(File));
        Assert.Contains("1000", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A file as each released version left it, kept as SQL; every one must open in this version with its rows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Open_FileThatAnEarlierReleaseLeft_KeepsItsRows(int version)
    {
        using (var old = Connect(File))
        {
            Execute(old, System.IO.File.ReadAllText(Repository.PathTo("tests", "fixtures", "control", $"version{version}.sql")));
        }

        using var database = ControlDatabase.Open(File);
        using var db = database.Read();

        var person = db.People.Single();
        Assert.Equal(
            ("kept12345678", "Ann@Example.com", "Ann L.", "quiet-otter", 4.5, 1_795_000_000_000L),
            (person.Id, person.Email, person.Name, person.Pseudonym, person.WorkingDaysPerWeek, person.CreatedAt.ToUnixTimeMilliseconds()));
        Assert.Equal(
            [(ConsentPurpose.Ranked, 1, 1_795_000_000_000L, "self"), (ConsentPurpose.Listed, 1, 1_795_000_000_000L, "self")],
            db.Consents.OrderBy(consent => consent.Purpose).Where(consent => consent.WithdrawnAt == null).AsEnumerable()
                .Select(consent => (consent.Purpose, consent.Version, consent.GivenAt.ToUnixTimeMilliseconds(), consent.GivenBy)));
        var owner = db.IdentityOwners.Single();
        Assert.Equal((1, person.Id, DateOnly.MinValue, new DateOnly(2026, 11, 22)), (owner.IdentityNumber, owner.PersonId, owner.FromDay, owner.UntilDay));
        var key = db.ApiKeys.Single(key => key.Id == "abc");
        Assert.Equal((KeyKind.Ingest, person.Id, new DateOnly(2026, 11, 21)), (key.Kind, key.PersonId, key.LastUsedOn));
        if (version >= 2)
        {
            var device = db.Devices.Single();
            Assert.Equal(("dev1", person.Id, "ann-laptop"), (device.Id, device.PersonId, device.Name));
            Assert.Equal((KeyKind.Device, device.Id), (db.ApiKeys.Single(key => key.Id == "def").Kind, db.ApiKeys.Single(key => key.Id == "def").DeviceId));
            Assert.Equal(("ann-desktop", DeviceDecision.Pending), (db.DeviceSignIns.Single().Name, db.DeviceSignIns.Single().Decision));
        }
    }

    [Fact]
    public void Open_EntriesDeclaredAutomationBeforeVersionSeven_AreDeclaredOnceAndStill()
    {
        using (ControlDatabase.Open(File, [.. ControlSchema.Steps.Take(6)]))
        {
            using var before = Connect(File);
            Execute(before, """
                INSERT INTO person (id, email, email_key, name, pseudonym, participation, working_days_per_week, created_at, is_automation) VALUES
                    ('robot', 'r@example.com', 'r@example.com', 'Robot', 'one', 0, 5, 1000, 1), ('both', 'b@example.com', 'b@example.com', 'Both', 'two', 0, 5, 2000, 1),
                    ('self', 's@example.com', 's@example.com', 'Self', 'three', 0, 5, 3000, 0), ('none', 'n@example.com', 'n@example.com', 'None', 'four', 0, 5, 4000, 0);
                INSERT INTO automation_declaration (person_id, declared_at) VALUES ('both', 2500), ('self', 3500);
                """);
        }

        using var database = ControlDatabase.Open(File);
        using var db = database.Read();

        Assert.Equal(
            [("both", 2500L, "administrator", true), ("robot", 1000L, "administrator", true), ("self", 3500L, "self", false)],
            db.AutomationDeclarations.OrderBy(declared => declared.PersonId).AsEnumerable()
                .Select(declared => (declared.PersonId, declared.DeclaredAt.ToUnixTimeMilliseconds(), declared.DeclaredBy, declared.IsWhole)));
    }

    [Fact]
    public void Open_ParticipationOfBeforeVersionFourteen_IsWhatItsConsentsComeTo()
    {
        using (ControlDatabase.Open(File, [.. ControlSchema.Steps.Take(13)]))
        {
            using var before = Connect(File);
            Execute(before, """
                INSERT INTO person (id, email, email_key, name, pseudonym, participation, working_days_per_week, created_at) VALUES
                    ('back', 'a@example.com', 'a@example.com', 'Back', 'one', 3, 5, 1000), ('gone', 'b@example.com', 'b@example.com', 'Gone', 'two', 0, 5, 2000),
                    ('bare', 'c@example.com', 'c@example.com', 'Bare', 'three', 2, 5, 3000);
                INSERT INTO consent_change (person_id, at, before, after, changed_by) VALUES
                    ('back', 1100, 0, 3, 'self'), ('back', 1200, 3, 1, 'self'), ('back', 1300, 1, 3, 'key:x'), ('gone', 2100, 0, 2, 'import'), ('gone', 2200, 2, 0, 'self');
                """);
        }

        using var database = ControlDatabase.Open(File);
        using var db = database.Read();

        Assert.Equal(
            [
                ("back", ConsentPurpose.Ranked, 1100L, "self", null, null),
                ("back", ConsentPurpose.Listed, 1100L, "self", 1200L, "self"), ("back", ConsentPurpose.Listed, 1300L, "key:x", null, null),
                ("back", ConsentPurpose.Named, 1100L, "self", 1200L, "self"), ("back", ConsentPurpose.Named, 1300L, "key:x", null, null),
                ("bare", ConsentPurpose.Ranked, 3000L, "import", null, null), ("bare", ConsentPurpose.Listed, 3000L, "import", null, null),
                ("gone", ConsentPurpose.Ranked, 2100L, "import", 2200L, "self"), ("gone", ConsentPurpose.Listed, 2100L, "import", 2200L, "self"),
            ],
            db.Consents.OrderBy(consent => consent.PersonId).ThenBy(consent => consent.Purpose).ThenBy(consent => consent.Id).AsEnumerable()
                .Select(consent => (consent.PersonId, consent.Purpose, consent.GivenAt.ToUnixTimeMilliseconds(), consent.GivenBy,
                    consent.WithdrawnAt?.ToUnixTimeMilliseconds(), consent.WithdrawnBy)));
    }

    [Fact]
    public void Open_FindingsDecidedBeforeVersionTwentySeven_KeepWhatWasDecided()
    {
        using (ControlDatabase.Open(File, [.. ControlSchema.Steps.Take(26)]))
        {
            using var before = Connect(File);
            Execute(before, """
                INSERT INTO person (id, email, email_key, name, pseudonym, working_days_per_week, created_at) VALUES
                    ('ann', 'a@example.com', 'a@example.com', 'Ann', 'one', 5, 1000);
                INSERT INTO integrity_finding (id, person_id, kind, from_day, until_day, step, needs_second_look, is_held, weighted, evidence, created_at, decided_at) VALUES
                    ('decided', 'ann', 1, '2026-11-02', '2026-11-08', 2, 0, 0, 1, '[]', 1000, 2000), ('new', 'ann', 2, '2026-11-02', '2026-11-08', 2, 0, 0, 1, '[]', 1000, NULL),
                    ('out', 'ann', 3, '2026-11-02', '2026-11-08', 5, 0, 0, 1, '[]', 1000, 2000), ('waits', 'ann', 5, '2026-11-02', '2026-11-08', 4, 0, 0, 1, '[]', 1000, 2000);
                """);
        }

        using var database = ControlDatabase.Open(File);
        using var db = database.Read();

        Assert.Equal(
            [("decided", LadderStep.NotCounted), ("new", null), ("out", LadderStep.OutForSeason), ("waits", default(LadderStep?))],
            db.IntegrityFindings.OrderBy(finding => finding.Id).AsEnumerable().Select(finding => (finding.Id, finding.DecidedStep)));
    }

    [Fact]
    public void Read_AnyConnection_CommitsToDiskAndOverwritesWhatIsDeleted()
    {
        using var database = ControlDatabase.Open(File);
        using var db = database.Read();

        Assert.Equal(2, db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").Single());
        Assert.Equal(1, db.Database.SqlQueryRaw<int>("SELECT secure_delete AS Value FROM pragma_secure_delete").Single());
        Assert.Equal("wal", db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").Single());
        Assert.Equal(1, db.Database.SqlQueryRaw<int>("SELECT foreign_keys AS Value FROM pragma_foreign_keys").Single());
    }

    // Tables with their columns and foreign keys, and indexes with theirs. Names of constraints are nobody's business.
    private static List<string> Describe(SqliteConnection connection) =>
    [
        .. Rows(connection, """
            SELECT t.name || '.' || c.name || ' ' || c.type || ' notnull=' || c."notnull" || ' key=' || c.pk
            FROM sqlite_master t, pragma_table_xinfo(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1
            """),
        .. Rows(connection, """
            SELECT t.name || '(' || f."from" || ') -> ' || f."table" || '(' || f."to" || ') ' || f.on_delete
            FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' ORDER BY 1
            """),
        .. Rows(connection, """
            SELECT t.name || ' index ' || (SELECT group_concat(c.name, ',') FROM pragma_index_info(i.name) c) || ' unique=' || i."unique" || ' partial=' || i.partial
            FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND i.origin = 'c' ORDER BY 1
            """),
        .. Rows(connection, "SELECT name || ' ' || (sql LIKE '%AUTOINCREMENT%') FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"),
    ];

    private static SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static IEnumerable<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
