using System.Globalization;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Boards.Seasons;

/// <summary>Past seasons for programs.</summary>
internal static class SeasonEndpoints
{
    public static void MapSeasonsApi(this IEndpointRouteBuilder app)
    {
        var seasons = app.MapGroup("/api/v1/seasons").WithTags("Seasons").RequireAuthorization();
        seasons.MapGet("", GetSeasons).Shows(Figures.Company).WithSummary("Seasons that are over, newest first");
        seasons.MapGet("/{month}", GetSeason).Shows(Figures.People).WithSummary("A season's hall of fame, and one's own line");
        seasons.MapGet("/{month}/verify", GetVerification).Shows(Figures.Nothing).WithSummary("Recomputes a season from what was sealed");
        app.MapGet("/api/v1/me/league", GetLeague).Shows(Figures.People).WithTags("Seasons").RequireAuthorization(Access.Own)
            .WithSummary("The board score among the caller's own league, for the month so far");
    }

    internal static JsonHttpResult<SeasonsJson> GetSeasons(ISeasons seasons) =>
        TypedResults.Json(new SeasonsJson([.. seasons.All.Select(SeasonJson.Of)]), SeasonsContext.Default.SeasonsJson);

    /// <param name="month">Such as <c>2026-10</c>.</param>
    internal static IResult GetSeason(string month, HttpContext context, ISeasons seasons)
    {
        if (Find(month, seasons) is not { } season)
        {
            return NotFound(month);
        }

        var own = Viewer.From(context.User)?.PersonId is { } person ? seasons.Of(person).FirstOrDefault(entry => entry.Month == season.Month) : null;
        return TypedResults.Json(
            new SeasonHallJson(SeasonJson.Of(season), [.. seasons.HallOf(season.Month).Select(HallEntryJson.Of)], own is null ? null : HallEntryJson.Of(own)),
            SeasonsContext.Default.SeasonHallJson);
    }

    internal static IResult GetVerification(string month, ISeasons seasons) =>
        Find(month, seasons) is { } season && seasons.Verify(season.Month) is { } problems
            ? TypedResults.Json(new SeasonVerificationJson(problems.Count == 0, season.Hash, problems), SeasonsContext.Default.SeasonVerificationJson)
            : NotFound(month);

    internal static IResult GetLeague(HttpContext context, LeagueService leagues) => leagues.Of(Viewer.From(context.User)!.PersonId!) is { } league
        ? TypedResults.Json(LeagueJson.Of(league), SeasonsContext.Default.LeagueJson)
        : TypedResults.Problem("The caller is in no league.", statusCode: StatusCodes.Status404NotFound);

    private static PastSeason? Find(string month, ISeasons seasons) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? seasons.All.FirstOrDefault(season => season.Month == first)
            : null;

    private static ProblemHttpResult NotFound(string month) =>
        TypedResults.Problem($"No season '{month}' is sealed.", statusCode: StatusCodes.Status404NotFound);
}

internal sealed record SeasonsJson(IReadOnlyList<SeasonJson> Seasons);

/// <param name="Month">Such as <c>2026-10</c>.</param>
/// <param name="Sealed">How many took part when it was sealed; where a policy guards groups, of those who still do and whom a board counts.</param>
/// <param name="NextTiers">Scores that take bronze to emerald in the season after it, as closely as others see a score; empty below a cohort.</param>
internal sealed record SeasonJson(
    string Month, string RulesVersion, string Focus, int Sealed, IReadOnlyList<double> NextTiers, string Hash, DateTimeOffset SealedAt)
{
    public static SeasonJson Of(PastSeason season) => new(
        season.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), season.RulesVersion, season.Focus, season.Sealed, season.NextTiers, season.Hash, season.SealedAt);
}

/// <param name="Own">The caller's, whether or not it is listed.</param>
internal sealed record SeasonHallJson(SeasonJson Season, IReadOnlyList<HallEntryJson> Standings, HallEntryJson? Own);

internal sealed record HallEntryJson(string Id, string Name, int? Rank, double? Score, string? Tier, DateOnly? TierOn, IReadOnlyList<string> Titles)
{
    public static HallEntryJson Of(HallEntry entry) => new(
        entry.Id, entry.Name, entry.Rank, entry.Score, entry.Tier is Core.Ranking.Tier.None ? null : Core.Ranking.Titles.NameOf(entry.Tier), entry.TierOn, entry.Titles);
}

/// <param name="Season">The sealed month that made the leagues, such as <c>2026-10</c>.</param>
/// <param name="Level">Earned by promotion; it never falls.</param>
/// <param name="Promoted">So many of each league rise at the month's close.</param>
/// <param name="Standings">The first third, as far as they let others see them.</param>
internal sealed record LeagueJson(
    string Season, int Number, int Leagues, int Level, WindowJson Window, int Members, int Promoted, IReadOnlyList<LeagueStandingJson> Standings,
    LeagueStandingJson? Own, double? ToNextRank)
{
    public static LeagueJson Of(OwnLeague league) => new(
        league.Season.ToString("yyyy-MM", CultureInfo.InvariantCulture), league.Number, league.Leagues, league.Level, WindowJson.Of(league.Window), league.Members,
        league.Promoted, [.. league.Standings.Select(LeagueStandingJson.Of)], league.Own is null ? null : LeagueStandingJson.Of(league.Own), league.ToNextRank);
}

internal sealed record LeagueStandingJson(int Rank, string Id, string Name, double Score, string? Tier)
{
    public static LeagueStandingJson Of(LeagueStanding standing) => new(
        standing.Rank, standing.Id, standing.Name, standing.Score, standing.Tier is Core.Ranking.Tier.None ? null : Core.Ranking.Titles.NameOf(standing.Tier));
}

/// <param name="Ok">Every line that is left is as it was sealed and comes out the same, byte for byte.</param>
internal sealed record SeasonVerificationJson(bool Ok, string Hash, IReadOnlyList<string> Problems);

[JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SeasonsJson))]
[JsonSerializable(typeof(SeasonHallJson))]
[JsonSerializable(typeof(SeasonVerificationJson))]
[JsonSerializable(typeof(LeagueJson))]
internal sealed partial class SeasonsContext : JsonSerializerContext;
