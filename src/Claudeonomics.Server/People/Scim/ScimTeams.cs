using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Scim;

/// <summary>Which team the directory puts somebody in: that of the group they came into last, or else the one called as their department.</summary>
/// <remarks>A move ends one membership today and begins another, so what was counted before stays with the team of its day.</remarks>
internal sealed class ScimTeams(Registers all, PeopleService people)
{
    public async Task SettleAsync(ControlContext db, IReadOnlyCollection<string> personIds)
    {
        var groups = (await (from member in db.DirectoryGroupMembers
                             join directoryGroup in db.DirectoryGroups on member.GroupId equals directoryGroup.Id
                             where personIds.Contains(member.PersonId) && directoryGroup.TeamId != null
                             orderby member.AddedAt descending, directoryGroup.Id
                             select new { member.PersonId, directoryGroup.TeamId }).ToListAsync())
            .ToLookup(row => row.PersonId, row => row.TeamId);
        var departments = await db.DirectoryUsers.Where(user => personIds.Contains(user.PersonId) && user.Department != null)
            .ToDictionaryAsync(user => user.PersonId, user => user.Department!);
        foreach (var personId in personIds)
        {
            await people.MoveAsync(db, personId, groups[personId].FirstOrDefault() ?? await TeamOfAsync(db, departments.GetValueOrDefault(personId)));
        }
    }

    /// <summary>The team that has a name, made when there is none; <see langword="null"/> for a name that no team can have.</summary>
    private async Task<string?> TeamOfAsync(ControlContext db, string? name) =>
        name is not null && Names.IsFit(name, TeamService.MaxNameChars) ? (await TeamService.EnsureAsync(db, name, all.Today)).Id : null;
}
