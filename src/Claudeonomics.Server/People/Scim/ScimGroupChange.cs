using System.Text.Json;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Scim;

/// <summary>One request's changes to a group.</summary>
internal sealed class ScimGroupChange(ControlContext db, DirectoryGroup group, string? administratorsGroup, DateTimeOffset now, DateOnly today)
{
    private readonly HashSet<string> _touched = [];
    private readonly HashSet<string> _added = [];
    private readonly HashSet<string> _removed = [];
    private bool _removesAll;

    /// <summary>People whose team may be another now.</summary>
    public IReadOnlyCollection<string> Touched => _touched;

    /// <summary>Reads a whole group, as POST and PUT send it.</summary>
    public async Task ReplaceAsync(JsonElement body)
    {
        group.ExternalId = ScimOperation.Member(body, "externalId") is { } externalId ? ScimUser.Text(externalId) : group.ExternalId;
        await RenameAsync(ScimOperation.Member(body, "displayName"));
        if (ScimOperation.Member(body, "members") is { ValueKind: not JsonValueKind.Null } members)
        {
            ReplaceMembers(members);
        }
    }

    /// <summary>One operation of a PATCH.</summary>
    public async Task ApplyAsync(ScimOperation operation)
    {
        if (operation.Path is { } path)
        {
            await ApplyAsync(operation.Kind, path, operation.Value);
            return;
        }

        if (operation.Kind is ScimOperationKind.Remove || operation.Value.ValueKind is not JsonValueKind.Object)
        {
            throw ScimProblemException.NoTarget("Without a path the value is an object.");
        }

        foreach (var member in operation.Value.EnumerateObject())
        {
            await ApplyAsync(
                operation.Kind, ScimPath.Parse(member.Name) ?? throw ScimProblemException.InvalidPath($"'{member.Name}' is no attribute."), member.Value);
        }
    }

    /// <summary>Writes memberships as they are to be. Ids of nobody here are read over: a user may be gone by the time a group is.</summary>
    public async Task SaveAsync()
    {
        group.UpdatedAt = now;
        await db.SaveChangesAsync();
        var present = await db.DirectoryGroupMembers.Where(member => member.GroupId == group.Id).Select(member => member.PersonId).ToListAsync();
        var added = await PeopleOfAsync(_added);
        var gone = (_removesAll ? present.Except(added) : present.Intersect(await PeopleOfAsync(_removed))).ToList();
        await db.DirectoryGroupMembers.Where(member => member.GroupId == group.Id && gone.Contains(member.PersonId)).ExecuteDeleteAsync();
        var known = added.Except(present).ToList();
        db.DirectoryGroupMembers.AddRange(known.Select(id => new DirectoryGroupMember { GroupId = group.Id, PersonId = id, AddedAt = now }));
        _touched.UnionWith(gone);
        _touched.UnionWith(known);
        await db.SaveChangesAsync();
    }

    private Task<List<string>> PeopleOfAsync(HashSet<string> ids) =>
        db.DirectoryUsers.Where(user => ids.Contains(user.Id)).Select(user => user.PersonId).ToListAsync();

    private async Task ApplyAsync(ScimOperationKind kind, ScimPath path, JsonElement value)
    {
        switch (path.Attribute)
        {
            case "displayname" when kind is not ScimOperationKind.Remove:
                await RenameAsync(value);
                break;
            case "displayname":
                throw ScimProblemException.InvalidValue("displayName cannot be removed.");
            case "externalid":
                group.ExternalId = kind is ScimOperationKind.Remove ? null : ScimUser.Text(value);
                break;
            case "members" when kind is ScimOperationKind.Add:
                Add(value);
                break;
            case "members" when kind is ScimOperationKind.Replace:
                ReplaceMembers(value);
                break;
            case "members":
                Remove(path, value);
                break;
        }
    }

    private async Task RenameAsync(JsonElement? value)
    {
        var name = value is { } given ? ScimUser.Text(given) : null;
        if (name is null || !Names.IsFit(name, TeamService.MaxNameChars))
        {
            throw ScimProblemException.InvalidValue($"displayName is 1 to {TeamService.MaxNameChars} characters.");
        }

        var key = Names.Key(name);
        if (await db.DirectoryGroups.AnyAsync(other => other.DisplayNameKey == key && other.Id != group.Id))
        {
            throw ScimProblemException.Taken("There is a group with this displayName.");
        }

        (group.DisplayName, group.DisplayNameKey) = (name, key);
        if (administratorsGroup is not null && (name == administratorsGroup || group.ExternalId == administratorsGroup))
        {
            return;
        }

        var before = group.TeamId;
        group.TeamId = await TeamService.RenameAsync(db, before, name, today);
        if (before is not null && before != group.TeamId)
        {
            // The name is another team's: everybody moves there.
            _touched.UnionWith(await db.DirectoryGroupMembers.Where(member => member.GroupId == group.Id).Select(member => member.PersonId).ToListAsync());
        }
    }

    private void Add(JsonElement value)
    {
        foreach (var id in IdsOf(value))
        {
            _added.Add(id);
            _removed.Remove(id);
        }
    }

    private void ReplaceMembers(JsonElement value)
    {
        _removesAll = true;
        _added.Clear();
        _removed.Clear();
        Add(value);
    }

    // {"op":"remove","path":"members[value eq \"id\"]"}, Entra's older {"op":"Remove","path":"members","value":[{"value":"id"}]}, or without a value: all.
    private void Remove(ScimPath path, JsonElement value)
    {
        var ids = path.Filter is { } filter
            ? ScimFilter.Parse(filter).Where(static condition => condition.Name == "value").Select(static condition => condition.Value).ToList()
            : value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : IdsOf(value).ToList();
        if (ids is null)
        {
            _removesAll = true;
            _added.Clear();
            return;
        }

        foreach (var id in ids)
        {
            _removed.Add(id);
            _added.Remove(id);
        }
    }

    private static IEnumerable<string> IdsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(IdsOf),
        JsonValueKind.Object => ScimOperation.Member(value, "value") is { } id ? IdsOf(id) : [],
        JsonValueKind.String => [value.GetString()!],
        _ => throw ScimProblemException.InvalidValue("Members are objects with a value."),
    };
}
