using System.Text.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Scim;

/// <summary>Users of the company's directory are people here. What they take part in is theirs alone to say: nothing that a directory sends sets it.</summary>
internal sealed partial class ScimUsers(Registers all, PeopleService people, ScimTeams teams, ILogger<ScimUsers> logger)
{
    private const string By = "directory";

    public async Task<JsonObject> ListAsync(ScimList list, string address, CancellationToken cancellationToken)
    {
        await using var db = all.Control.Read();
        var found = Filtered(Rows(db), list.Filter);
        var total = await found.CountAsync(cancellationToken);
        var page = list.Count == 0
            ? []
            : await found.OrderBy(row => row.User.Id).Skip(list.StartIndex - 1).Take(list.Count).ToListAsync(cancellationToken);
        var groups = list.Attributes.Has("groups") ? await GroupsOfAsync(db, [.. page.Select(row => row.Person.Id)], cancellationToken) : null;
        return list.Answer(total, page.Select(row => Json(row, groups?[row.Person.Id] ?? [], address)));
    }

    /// <exception cref="ScimProblemException">There is none.</exception>
    public async Task<JsonObject> GetAsync(string id, ScimAttributes attributes, string address, CancellationToken cancellationToken)
    {
        await using var db = all.Control.Read();
        return attributes.Cut(await GetAsync(db, id, address, cancellationToken));
    }

    /// <summary>Adds a user. Somebody who is here already, added by hand or by themselves, becomes that user.</summary>
    public async Task<JsonObject> CreateAsync(JsonElement body, string address, CancellationToken cancellationToken)
    {
        var user = ScimUser.Read(body);
        var (personId, json) = await all.Control.ChangeAsync(
            async db =>
            {
                var key = EmailAddress.Key(user.Address);
                var person = await db.People.FirstOrDefaultAsync(person => person.EmailKey == key)
                    ?? await people.AddAsync(db, user.Address, new(Name: user.FullName));
                if (await db.DirectoryUsers.AnyAsync(other => other.PersonId == person.Id))
                {
                    throw ScimProblemException.Taken("There is a user with this e-mail.");
                }

                var now = all.Clock.GetUtcNow();
                var row = new DirectoryUser { PersonId = person.Id, Id = SecretText.NewId(16), UserName = "", UserNameKey = "", CreatedAt = now, UpdatedAt = now };
                await ApplyAsync(db, row, person, user, user.Active ?? true);
                db.DirectoryUsers.Add(row);
                await db.SaveChangesAsync();
                await SettleAsync(db, row, null);
                await db.SaveChangesAsync();
                return (person.Id, await GetAsync(db, row.Id, address, default));
            },
            (db, created) => people.Remember(db, created.Id), cancellationToken);
        LogPut(personId, user.Active ?? true);
        return json;
    }

    /// <summary>Puts a whole user in the place of the one that is there. Whether they are there stays when nothing is said of it.</summary>
    public Task<JsonObject> ReplaceAsync(string id, JsonElement body, string address, CancellationToken cancellationToken)
    {
        var user = ScimUser.Read(body);
        return ChangeAsync(id, (_, _) => user, address, cancellationToken);
    }

    public Task<JsonObject> PatchAsync(string id, JsonElement body, string address, CancellationToken cancellationToken)
    {
        var operations = ScimOperation.Read(body);
        return ChangeAsync(id, (row, person) =>
        {
            var user = ScimUser.Of(row, person);
            foreach (var operation in operations)
            {
                user.Apply(operation);
            }

            return user;
        }, address, cancellationToken);
    }

    /// <summary>The directory lets go of somebody: they are out, and what it said of them is forgotten. Their own row, and so their history, waits
    /// for them or for being erased.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var personId = await all.Control.ChangeAsync(
            async db =>
            {
                var (row, person) = await FindAsync(db, id);
                await db.DirectoryGroupMembers.Where(member => member.PersonId == person.Id).ExecuteDeleteAsync();
                db.DirectoryUsers.Remove(row);
                await db.SaveChangesAsync();
                await people.ApplyAsync(db, person, new(IsActive: false), By);
                return person.Id;
            },
            (db, gone) => people.Remember(db, gone), cancellationToken);
        LogDeleted(personId);
    }

    private async Task<JsonObject> ChangeAsync(
        string id, Func<DirectoryUser, Person, ScimUser> change, string address, CancellationToken cancellationToken)
    {
        var (person, json) = await all.Control.ChangeAsync(
            async db =>
            {
                var (row, person) = await FindAsync(db, id);
                var department = row.Department;
                var user = change(row, person);
                await ApplyAsync(db, row, person, user, user.Active ?? person.DeactivatedAt is null);
                await db.SaveChangesAsync();
                await SettleAsync(db, row, department);
                await db.SaveChangesAsync();
                return (person, await GetAsync(db, id, address, default));
            },
            (db, changed) => people.Remember(db, changed.person.Id), cancellationToken);
        LogPut(person.Id, person.DeactivatedAt is null);
        return json;
    }

    private async Task ApplyAsync(ControlContext db, DirectoryUser row, Person person, ScimUser user, bool isActive)
    {
        var key = EmailAddress.Key(user.UserName!);
        if (await db.DirectoryUsers.AnyAsync(other => other.UserNameKey == key && other.PersonId != person.Id))
        {
            throw ScimProblemException.Taken("There is a user with this userName.");
        }

        (row.UserName, row.UserNameKey, row.ExternalId) = (user.UserName!, key, user.ExternalId);
        (row.GivenName, row.FamilyName, row.DisplayName, row.Department) = (user.GivenName, user.FamilyName, user.DisplayName, user.Department);
        row.UpdatedAt = all.Clock.GetUtcNow();
        if (!await PeopleService.RenameAsync(db, person, user.Address))
        {
            throw ScimProblemException.Taken("There is a user with this e-mail.");
        }

        await people.ApplyAsync(db, person, new(Name: user.FullName, EmployeeNumber: user.EmployeeNumber ?? "", IsActive: isActive), By);
    }

    // A department that did not change moves nobody: who was put elsewhere by hand stays there.
    private async Task SettleAsync(ControlContext db, DirectoryUser row, string? departmentBefore)
    {
        if (row.Department != departmentBefore)
        {
            await teams.SettleAsync(db, [row.PersonId]);
        }
    }

    private static async Task<(DirectoryUser Row, Person Person)> FindAsync(ControlContext db, string id) =>
        await db.DirectoryUsers.FirstOrDefaultAsync(row => row.Id == id) is { } row
            ? (row, await db.People.FirstAsync(person => person.Id == row.PersonId))
            : throw ScimProblemException.NotFound();

    private static async Task<JsonObject> GetAsync(ControlContext db, string id, string address, CancellationToken cancellationToken)
    {
        var row = await Rows(db).FirstOrDefaultAsync(row => row.User.Id == id, cancellationToken) ?? throw ScimProblemException.NotFound();
        return Json(row, (await GroupsOfAsync(db, [row.Person.Id], cancellationToken))[row.Person.Id], address);
    }

    private static IQueryable<Row> Rows(ControlContext db) =>
        from user in db.DirectoryUsers
        join person in db.People on user.PersonId equals person.Id
        select new Row { User = user, Person = person };

    private static IQueryable<Row> Filtered(IQueryable<Row> rows, IReadOnlyList<ScimCondition> filter)
    {
        foreach (var (name, value) in filter)
        {
            var key = EmailAddress.Key(value);
            rows = name switch
            {
                "id" => rows.Where(row => row.User.Id == value),
                "username" => rows.Where(row => row.User.UserNameKey == key),
                "externalid" => rows.Where(row => row.User.ExternalId == value),
                "emails" or "emails.value" => rows.Where(row => row.Person.EmailKey == key),
                // All e-mails here are work e-mails, and primary.
                "emails.type" => key == "work" ? rows : rows.Where(static row => false),
                "emails.primary" => key == "true" ? rows : rows.Where(static row => false),
                "employeenumber" => rows.Where(row => row.Person.EmployeeNumber == value),
                "active" when key == "true" => rows.Where(static row => row.Person.DeactivatedAt == null),
                "active" when key == "false" => rows.Where(static row => row.Person.DeactivatedAt != null),
                _ => throw ScimProblemException.InvalidFilter($"Users cannot be found by {name}."),
            };
        }

        return rows;
    }

    private static async Task<ILookup<string, (string Id, string Name)>> GroupsOfAsync(
        ControlContext db, IReadOnlyList<string> personIds, CancellationToken cancellationToken) =>
        (await (from member in db.DirectoryGroupMembers
                join directoryGroup in db.DirectoryGroups on member.GroupId equals directoryGroup.Id
                where personIds.Contains(member.PersonId)
                orderby directoryGroup.Id
                select new { member.PersonId, directoryGroup.Id, directoryGroup.DisplayName }).ToListAsync(cancellationToken))
        .ToLookup(row => row.PersonId, row => (row.Id, row.DisplayName));

    private static JsonObject Json(Row row, IEnumerable<(string Id, string Name)> groups, string address)
    {
        var (user, person) = (row.User, row.Person);
        var name = new JsonObject { ["formatted"] = person.Name };
        ScimText.Put(name, "givenName", user.GivenName);
        ScimText.Put(name, "familyName", user.FamilyName);
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchemas.User, ScimSchemas.Enterprise),
            ["id"] = user.Id,
            ["userName"] = user.UserName,
            ["name"] = name,
            ["displayName"] = person.Name,
            ["emails"] = new JsonArray(new JsonObject { ["value"] = person.Email, ["type"] = "work", ["primary"] = true }),
            ["active"] = person.DeactivatedAt is null,
            ["groups"] = new JsonArray([.. groups.Select(one => new JsonObject { ["value"] = one.Id, ["display"] = one.Name, ["type"] = "direct" })]),
            ["meta"] = ScimText.Meta("User", $"{address}/Users/{user.Id}", user.CreatedAt, user.UpdatedAt),
        };
        ScimText.Put(json, "externalId", user.ExternalId);
        var enterprise = new JsonObject();
        ScimText.Put(enterprise, "employeeNumber", person.EmployeeNumber);
        ScimText.Put(enterprise, "department", user.Department);
        json[ScimSchemas.Enterprise] = enterprise;
        return json;
    }

    private sealed class Row
    {
        public required DirectoryUser User { get; init; }

        public required Person Person { get; init; }
    }

    [LoggerMessage(EventId = 3081, Level = LogLevel.Information, Message = "The directory put person {PersonId} (there: {IsActive})")]
    private partial void LogPut(string personId, bool isActive);

    [LoggerMessage(EventId = 3082, Level = LogLevel.Information, Message = "The directory let go of person {PersonId}")]
    private partial void LogDeleted(string personId);
}
