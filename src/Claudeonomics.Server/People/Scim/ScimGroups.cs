using System.Text.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Server.People.Providers;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Scim;

/// <summary>Groups of the company's directory are teams here, all but the administrators'.</summary>
internal sealed partial class ScimGroups(Registers all, PeopleService people, ScimTeams teams, SignInSettings settings, ILogger<ScimGroups> logger)
{
    public async Task<JsonObject> ListAsync(ScimList list, string address, CancellationToken cancellationToken)
    {
        await using var db = all.Control.Read();
        var found = Filtered(db, list.Filter);
        var total = await found.CountAsync(cancellationToken);
        var page = list.Count == 0 ? [] : await found.OrderBy(row => row.Id).Skip(list.StartIndex - 1).Take(list.Count).ToListAsync(cancellationToken);
        var members = list.Attributes.Has("members") ? await MembersOfAsync(db, [.. page.Select(row => row.Id)], cancellationToken) : null;
        return list.Answer(total, page.Select(row => Json(row, members?[row.Id] ?? [], address)));
    }

    /// <exception cref="ScimProblemException">There is none.</exception>
    public async Task<JsonObject> GetAsync(string id, ScimAttributes attributes, string address, CancellationToken cancellationToken)
    {
        await using var db = all.Control.Read();
        var row = await db.DirectoryGroups.FirstOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw ScimProblemException.NotFound();
        var members = attributes.Has("members") ? (await MembersOfAsync(db, [id], cancellationToken))[id] : [];
        return attributes.Cut(Json(row, members, address));
    }

    public async Task<JsonObject> CreateAsync(JsonElement body, string address, CancellationToken cancellationToken)
    {
        var group = await ChangeAsync(
            db =>
            {
                var now = all.Clock.GetUtcNow();
                var row = new DirectoryGroup { Id = SecretText.NewId(12), DisplayName = "", DisplayNameKey = "", CreatedAt = now, UpdatedAt = now };
                db.DirectoryGroups.Add(row);
                return Task.FromResult(row);
            },
            change => change.ReplaceAsync(body), cancellationToken);
        return await GetAsync(group, ScimAttributes.Read(QueryCollection.Empty), address, cancellationToken);
    }

    public async Task<JsonObject> ReplaceAsync(string id, JsonElement body, string address, CancellationToken cancellationToken)
    {
        await ChangeAsync(db => FindAsync(db, id), change => change.ReplaceAsync(body), cancellationToken);
        return await GetAsync(id, ScimAttributes.Read(QueryCollection.Empty), address, cancellationToken);
    }

    public Task PatchAsync(string id, JsonElement body, CancellationToken cancellationToken)
    {
        var operations = ScimOperation.Read(body);
        return ChangeAsync(
            db => FindAsync(db, id),
            async change =>
            {
                foreach (var operation in operations)
                {
                    await change.ApplyAsync(operation);
                }
            },
            cancellationToken);
    }

    /// <summary>The group is gone and its people with it; its team stays, with the days that they were in it.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await all.Control.ChangeAsync(
            async db =>
            {
                db.DirectoryGroups.Remove(await FindAsync(db, id));
                var members = await db.DirectoryGroupMembers.Where(member => member.GroupId == id).Select(member => member.PersonId).ToListAsync();
                await db.SaveChangesAsync();
                await teams.SettleAsync(db, members);
                return members;
            },
            (db, members) => people.Remember(db, members), cancellationToken);
        LogDeleted(id);
    }

    private async Task<string> ChangeAsync(
        Func<ControlContext, Task<DirectoryGroup>> find, Func<ScimGroupChange, Task> apply, CancellationToken cancellationToken)
    {
        var (id, touched) = await all.Control.ChangeAsync(
            async db =>
            {
                var row = await find(db);
                var change = new ScimGroupChange(db, row, settings.AdministratorsGroup, all.Clock.GetUtcNow(), all.Today);
                await apply(change);
                await change.SaveAsync();
                await teams.SettleAsync(db, change.Touched);
                return (row.Id, change.Touched);
            },
            (db, changed) =>
            {
                all.Roster.ReloadTeams(db);
                people.Remember(db, changed.Touched);
            },
            cancellationToken);
        LogPut(id, touched.Count);
        return id;
    }

    private static async Task<DirectoryGroup> FindAsync(ControlContext db, string id) =>
        await db.DirectoryGroups.FindAsync(id) ?? throw ScimProblemException.NotFound();

    private static IQueryable<DirectoryGroup> Filtered(ControlContext db, IReadOnlyList<ScimCondition> filter)
    {
        IQueryable<DirectoryGroup> rows = db.DirectoryGroups;
        foreach (var (name, value) in filter)
        {
            var key = Names.Key(value);
            rows = name switch
            {
                "id" => rows.Where(row => row.Id == value),
                "displayname" => rows.Where(row => row.DisplayNameKey == key),
                "externalid" => rows.Where(row => row.ExternalId == value),
                "members" or "members.value" => rows.Where(row => db.DirectoryGroupMembers.Any(
                    member => member.GroupId == row.Id && db.DirectoryUsers.Any(user => user.PersonId == member.PersonId && user.Id == value))),
                _ => throw ScimProblemException.InvalidFilter($"Groups cannot be found by {name}."),
            };
        }

        return rows;
    }

    private static async Task<ILookup<string, (string Id, string Name)>> MembersOfAsync(
        ControlContext db, IReadOnlyList<string> groupIds, CancellationToken cancellationToken) =>
        (await (from member in db.DirectoryGroupMembers
                join person in db.People on member.PersonId equals person.Id
                join user in db.DirectoryUsers on member.PersonId equals user.PersonId
                where groupIds.Contains(member.GroupId)
                orderby user.Id
                select new { member.GroupId, user.Id, person.Name }).ToListAsync(cancellationToken))
        .ToLookup(row => row.GroupId, row => (row.Id, row.Name));

    private static JsonObject Json(DirectoryGroup row, IEnumerable<(string Id, string Name)> members, string address)
    {
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchemas.Group),
            ["id"] = row.Id,
            ["displayName"] = row.DisplayName,
            ["members"] = new JsonArray([.. members.Select(member => new JsonObject { ["value"] = member.Id, ["display"] = member.Name, ["type"] = "User" })]),
            ["meta"] = ScimText.Meta("Group", $"{address}/Groups/{row.Id}", row.CreatedAt, row.UpdatedAt),
        };
        ScimText.Put(json, "externalId", row.ExternalId);
        return json;
    }

    [LoggerMessage(EventId = 3083, Level = LogLevel.Information, Message = "The directory put group {GroupId}, which touched {People} people")]
    private partial void LogPut(string groupId, int people);

    [LoggerMessage(EventId = 3084, Level = LogLevel.Information, Message = "The directory let go of group {GroupId}")]
    private partial void LogDeleted(string groupId);
}
