using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <summary>The tree of teams over HTTP.</summary>
internal static class TeamEndpoints
{
    public static void MapTeamApi(this IEndpointRouteBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams").Shows(Figures.Nothing);
        teams.MapGet("", ListTeams).RequireAuthorization(Access.Administrator).WithSummary("All teams with how many people are in each");
        teams.MapPost("", PostTeam).RequireAuthorization(Access.Administrator).WithSummary("Creates a team");
        teams.MapPut("/{id}", PutTeam).RequireAuthorization(Access.Administrator).WithSummary("Renames a team or moves it in the tree");
    }

    internal static async Task<Ok<Page<TeamJson>>> ListTeams(TeamService teams, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<TeamJson>([.. (await teams.ListAsync(cancellationToken)).Select(TeamJson.Of)], Next: null));

    internal static async Task<Results<Ok<TeamJson>, ValidationProblem>> PostTeam(
        PutTeam body, TeamService teams, CancellationToken cancellationToken)
    {
        if (body.Name is null || !Names.IsFit(body.Name, TeamService.MaxNameChars))
        {
            return PeopleEndpoints.Invalid("name", Names.Rule(TeamService.MaxNameChars));
        }

        var id = await teams.EnsureAsync(body.Name, cancellationToken);
        if (body.Parent is not null && await teams.ChangeAsync(id, null, body.Parent, cancellationToken) is var outcome and not TeamOutcome.Changed)
        {
            return Problem(outcome);
        }

        return TypedResults.Ok(await FindAsync(teams, id, cancellationToken));
    }

    internal static async Task<Results<Ok<TeamJson>, NotFound, ValidationProblem>> PutTeam(
        string id, PutTeam body, TeamService teams, CancellationToken cancellationToken)
    {
        if (body.Name is not null && !Names.IsFit(body.Name, TeamService.MaxNameChars))
        {
            return PeopleEndpoints.Invalid("name", Names.Rule(TeamService.MaxNameChars));
        }

        return await teams.ChangeAsync(id, body.Name, body.Parent, cancellationToken) switch
        {
            TeamOutcome.Changed => TypedResults.Ok(await FindAsync(teams, id, cancellationToken)),
            TeamOutcome.NoSuchTeam => TypedResults.NotFound(),
            var outcome => Problem(outcome),
        };
    }

    private static async Task<TeamJson> FindAsync(TeamService teams, string id, CancellationToken cancellationToken) =>
        TeamJson.Of((await teams.ListAsync(cancellationToken)).Single(team => team.Id == id));

    private static ValidationProblem Problem(TeamOutcome outcome) => outcome switch
    {
        TeamOutcome.NoSuchParent => PeopleEndpoints.Invalid("parent", "There is no such team."),
        TeamOutcome.NameTaken => PeopleEndpoints.Invalid("name", "Another team has this name."),
        TeamOutcome.NotATree => PeopleEndpoints.Invalid("parent", $"A team cannot stand below itself, nor more than {TeamService.MaxDepth} deep."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
