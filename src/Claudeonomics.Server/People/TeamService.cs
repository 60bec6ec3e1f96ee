using System.Globalization;
using System.Text;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <param name="Id">Made from the first name, stable.</param>
/// <param name="Members">People who are in it now, those below not counted.</param>
public sealed record TeamDetails(string Id, string Name, string? ParentId, int Members);

/// <summary>Where a team belongs.</summary>
/// <param name="Parent">Name of the team above it, or <see langword="null"/>.</param>
public sealed record TeamPlace(string Name, string? Parent);

/// <summary>What became of a change to a team.</summary>
public enum TeamOutcome
{
    Changed,
    NoSuchTeam,
    NoSuchParent,
    NameTaken,

    /// <summary>The parent is the team itself or stands below it, or the tree would be deeper than <see cref="TeamService.MaxDepth"/>.</summary>
    NotATree,
}

/// <summary>The tree of teams. A team that moves in it stands where it stood on the days before.</summary>
public sealed class TeamService
{
    public const int MaxNameChars = 80;
    public const int MaxDepth = 12;

    private readonly Registers _all;

    internal TeamService(Registers all) => _all = all;

    public async Task<IReadOnlyList<TeamDetails>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        return await db.Teams.OrderBy(team => team.Id)
            .Select(team => new TeamDetails(team.Id, team.Name, team.ParentId,
                db.Memberships.Count(member => member.TeamId == team.Id && member.UntilDay == DateOnly.MaxValue)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Creates a team, or gives back the one that has the name.</summary>
    public Task<string> EnsureAsync(string name, CancellationToken cancellationToken) =>
        _all.Control.ChangeAsync(
            async db => (await EnsureAsync(db, name, _all.Today)).Id, (db, _) => _all.Roster.ReloadTeams(db), cancellationToken);

    /// <summary>Creates many teams, or moves those that have the names, in one change.</summary>
    /// <param name="teams">Parents before the teams below them.</param>
    /// <exception cref="KeyNotFoundException">A parent is not among the teams before; nothing was changed.</exception>
    public Task ArrangeAsync(IReadOnlyList<TeamPlace> teams, CancellationToken cancellationToken) =>
        _all.Control.ChangeAsync(
            async db =>
            {
                var arranged = new Dictionary<string, Team>();
                foreach (var place in teams)
                {
                    var team = await EnsureAsync(db, place.Name, _all.Today);
                    await PlaceAsync(db, team, place.Parent is null ? null : arranged[Names.Key(place.Parent)].Id, _all.Today);
                    arranged[Names.Key(place.Name)] = team;
                }

                return arranged.Count;
            },
            (db, _) => _all.Roster.ReloadTeams(db), cancellationToken);

    /// <param name="id">Of the team to change.</param>
    /// <param name="name">A new name, or <see langword="null"/> to keep it.</param>
    /// <param name="parentId">The team above it; empty for none; <see langword="null"/> to keep it.</param>
    /// <param name="cancellationToken">Stops the waiting, not the change.</param>
    public Task<TeamOutcome> ChangeAsync(string id, string? name, string? parentId, CancellationToken cancellationToken) =>
        _all.Control.ChangeAsync(
            async db =>
            {
                var teams = await db.Teams.ToDictionaryAsync(team => team.Id);
                if (!teams.TryGetValue(id, out var team))
                {
                    return TeamOutcome.NoSuchTeam;
                }

                if (name is not null && teams.Values.Any(other => other.Id != id && other.NameKey == Names.Key(name)))
                {
                    return TeamOutcome.NameTaken;
                }

                if (parentId is { Length: > 0 } && !teams.ContainsKey(parentId))
                {
                    return TeamOutcome.NoSuchParent;
                }

                if (parentId is { Length: > 0 } && !IsTreeWith(teams, team, parentId))
                {
                    return TeamOutcome.NotATree;
                }

                (team.Name, team.NameKey) = name is null ? (team.Name, team.NameKey) : (name.Trim(), Names.Key(name));
                if (parentId is not null)
                {
                    await PlaceAsync(db, team, parentId.Length > 0 ? parentId : null, _all.Today);
                }

                return TeamOutcome.Changed;
            },
            (db, _) => _all.Roster.ReloadTeams(db), cancellationToken);

    /// <summary>Has a team be called something: the one that is so called already, or else the given one renamed, or a new one.</summary>
    /// <param name="id">The team that may be renamed, or <see langword="null"/>.</param>
    /// <returns>The id of the team that has the name now.</returns>
    internal static async Task<string> RenameAsync(ControlContext db, string? id, string name, DateOnly today)
    {
        var key = Names.Key(name);
        var team = await db.Teams.FirstOrDefaultAsync(team => team.NameKey == key) ?? await db.Teams.FirstOrDefaultAsync(team => team.Id == id);
        if (team is null)
        {
            return (await EnsureAsync(db, name, today)).Id;
        }

        (team.Name, team.NameKey) = (name.Trim(), key);
        return team.Id;
    }

    internal static async Task<Team> EnsureAsync(ControlContext db, string name, DateOnly today)
    {
        var key = Names.Key(name);
        if (await db.Teams.FirstOrDefaultAsync(team => team.NameKey == key) is { } found)
        {
            return found;
        }

        var slug = Slug(name);
        var taken = (await db.Teams.Where(team => team.Id.StartsWith(slug)).Select(team => team.Id).ToListAsync()).ToHashSet();
        var id = slug;
        for (var number = 2; taken.Contains(id); number++)
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
        }

        var team = new Team { Id = id, Name = name.Trim(), NameKey = key, SinceDay = today };
        db.Teams.Add(team);
        await db.SaveChangesAsync();
        return team;
    }

    /// <summary>Puts a team below another from today on. On the day that it was made, from the beginning: what was counted before is of its members, who
    /// belong to their first team from the beginning too.</summary>
    /// <param name="parentId">Of the team above it, or <see langword="null"/> for none. The tree stays a tree, which the caller has seen to.</param>
    internal static async Task PlaceAsync(ControlContext db, Team team, string? parentId, DateOnly today)
    {
        if (team.ParentId != parentId && team.SinceDay < today)
        {
            // Where it stood for part of a day, it stood on no day.
            var movedToday = await db.FormerTeamPlaces.FirstOrDefaultAsync(place => place.TeamId == team.Id && place.UntilDay == today);
            if (movedToday is null)
            {
                db.FormerTeamPlaces.Add(new() { TeamId = team.Id, ParentId = team.ParentId, UntilDay = today });
            }
            else if (movedToday.ParentId == parentId)
            {
                db.FormerTeamPlaces.Remove(movedToday);
            }
        }

        team.ParentId = parentId;
        await db.SaveChangesAsync();
    }

    // "Ads & Search (EU)" -> ads-search-eu
    internal static string Slug(string name)
    {
        var slug = new StringBuilder(40);
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length == 40)
            {
                break;
            }
        }

        var trimmed = slug.ToString().TrimEnd('-');
        return trimmed.Length > 0 ? trimmed : "team";
    }

    private static bool IsTreeWith(Dictionary<string, Team> teams, Team team, string parentId)
    {
        var depth = 1 + HeightOf(teams, team.Id);
        for (var above = (string?)parentId; above is not null; above = teams[above].ParentId)
        {
            if (above == team.Id || ++depth > MaxDepth)
            {
                return false;
            }
        }

        return true;
    }

    private static int HeightOf(Dictionary<string, Team> teams, string id) =>
        teams.Values.Where(team => team.ParentId == id).Select(team => 1 + HeightOf(teams, team.Id)).DefaultIfEmpty(0).Max();
}
