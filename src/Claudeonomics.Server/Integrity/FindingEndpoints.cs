using System.Security.Claims;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Integrity;

/// <param name="Family"><c>supervision</c>, <c>productivity</c>, <c>repetition</c>, <c>timing</c>, <c>cost</c> or <c>records</c>.</param>
internal sealed record ObservationJson(string Family, string Rule, int Points, double Value, double Usual, string Sentence)
{
    public static ObservationJson Of(Observation seen) =>
        new(FindingWords.NameOf(seen.Family.ToString()), seen.Rule, seen.Points, seen.Value, seen.Usual, seen.Sentence);
}

/// <param name="Person">What others see of the person; null where it is the caller's own.</param>
/// <param name="NotCountedTokens">Out of the score because of it, now.</param>
internal sealed record FindingJsonBody(
    string Id, string? Person, string Kind, DateOnly From, DateOnly To, string Step, bool NeedsSecondLook, bool Held, long WeightedTokens,
    long NotCountedTokens, IReadOnlyList<ObservationJson> Evidence, string? Reason, string? Explanation, string? Appeal, DateTimeOffset? DecidedAt)
{
    public static FindingJsonBody Of(FindingDetails finding, bool isOwn) => new(
        finding.Id, isOwn ? null : finding.ShownAs, FindingWords.NameOf(finding.Kind.ToString()), finding.From, finding.Until.AddDays(1),
        FindingWords.NameOf(finding.Step.ToString()), finding.NeedsSecondLook, finding.IsHeld, finding.Weighted, finding.Tokens,
        [.. finding.Evidence.Select(ObservationJson.Of)], finding.Reason, finding.Explanation, finding.Appeal, finding.DecidedAt);
}

/// <param name="Next">Where the next page begins, for <c>after</c>; absent on the last.</param>
internal sealed record FindingsJson(
    IReadOnlyList<FindingJsonBody> Items, IReadOnlyList<Explanation> Explanations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next = null);

/// <param name="Reason">The name of one of the explanations.</param>
internal sealed record ExplainBody(string? Reason, string? Text);

internal sealed record AppealBody(string? Text);

/// <param name="Decision"><c>dismiss</c>, <c>not-counted</c>, <c>needs-context</c>, <c>out-for-season</c> or <c>release</c>.</param>
internal sealed record DecideBody(string? Decision);

internal sealed record RunJson(int NewFindings, DateOnly? LastDay, double? Seconds);

internal sealed record HealthJson(
    DateOnly? LastDay, DateOnly? LastWeek, double? LastRunSeconds, int? People, Dictionary<string, int> ByStep, Dictionary<string, int> ByKind, int Held,
    int WaitingForReview, double? MedianDecisionHours);

/// <summary>Findings over HTTP: one's own, and for a steward everybody's that are more than advice, and those that wait.</summary>
internal static class FindingEndpoints
{
    public static void MapFindingApi(this IEndpointRouteBuilder app)
    {
        var findings = app.MapGroup("/api/v1/findings").WithTags("Fair play");
        findings.MapGet("", GetFindings).ShowsOwnOrEverybodys(Role.Steward, AccessAct.Review).RequireAuthorization(Access.Own)
            .WithSummary("The caller's own findings, for a steward everybody's that are more than advice; newest first");
        findings.MapGet("/queue", GetQueue).Shows(Figures.People, AccessAct.Review).RequireAuthorization(Access.Steward).WithSummary("What waits for a steward, oldest first");
        findings.MapPost("/{id}/explain", PostExplain).Shows(Figures.Nothing).RequireAuthorization(Access.Person).WithSummary("Explains a finding of one's own");
        findings.MapPost("/{id}/appeal", PostAppeal).Shows(Figures.Nothing).RequireAuthorization(Access.Person).WithSummary("Asks for another look at a decision");
        findings.MapPost("/{id}/decide", PostDecide).Shows(Figures.Nothing).RequireAuthorization(Access.Steward).WithSummary("Decides about a finding");
        var integrity = app.MapGroup("/api/v1/integrity").WithTags("Fair play");
        integrity.MapGet("/health", GetHealth).Shows(Figures.Company).WithSummary("The state of fair play in counts: nobody is in it");
        integrity.MapPost("/run", PostRun).Shows(Figures.Company).RequireAuthorization(Access.Administrator).WithSummary("Judges the weeks up to yesterday now");
    }

    internal static async Task<Results<Ok<FindingsJson>, ValidationProblem>> GetFindings(
        HttpContext context, FindingService findings, Roles roles, string? after = null, int limit = Paging.DefaultLimit)
    {
        if (Paging.Problem(limit, after, out var place) is { } problem)
        {
            return problem;
        }

        var own = Viewer.From(context.User)!.PersonId!;
        var isEverybodys = ShownFigures.Of(context).For(context, roles) is Figures.People;
        var found = await findings.ListAsync(isEverybodys ? null : own, place, limit, context.RequestAborted);
        return TypedResults.Ok(new FindingsJson(
            [.. found.Select(finding => FindingJsonBody.Of(finding, isOwn: finding.PersonId == own))],
            Explanation.All,
            found.Count == limit ? found[^1].Place.ToString() : null));
    }

    internal static async Task<Ok<FindingsJson>> GetQueue(FindingService findings, CancellationToken cancellationToken) =>
        TypedResults.Ok(new FindingsJson(
            [.. (await findings.QueueAsync(cancellationToken)).Select(static finding => FindingJsonBody.Of(finding, isOwn: false))], Explanation.All));

    internal static async Task<Results<NoContent, NotFound, Conflict, ValidationProblem>> PostExplain(
        string id, ExplainBody body, ClaimsPrincipal user, FindingService findings, CancellationToken cancellationToken)
    {
        if (!Explanation.All.Any(explanation => explanation.Name == body.Reason))
        {
            return Invalid("reason", $"One of {string.Join(", ", Explanation.All.Select(static explanation => explanation.Name))}.");
        }

        return body.Text is { Length: > FindingService.MostText }
            ? Invalid("text", $"At most {FindingService.MostText} characters.")
            : Answer(await findings.ExplainAsync(id, Viewer.From(user)!.PersonId!, body.Reason!, body.Text, cancellationToken));
    }

    internal static async Task<Results<NoContent, NotFound, Conflict, ValidationProblem>> PostAppeal(
        string id, AppealBody body, ClaimsPrincipal user, FindingService findings, CancellationToken cancellationToken) =>
        body.Text is not { Length: > 0 and <= FindingService.MostText }
            ? Invalid("text", $"1 to {FindingService.MostText} characters.")
            : Answer(await findings.AppealAsync(id, Viewer.From(user)!.PersonId!, body.Text, cancellationToken));

    internal static async Task<Results<NoContent, NotFound, Conflict, ValidationProblem>> PostDecide(
        string id, DecideBody body, ClaimsPrincipal user, FindingService findings, CancellationToken cancellationToken) =>
        FindingWords.DecisionOf(body.Decision) is { } decision
            ? Answer(await findings.DecideAsync(id, decision, FindingWords.Reviewer, Viewer.From(user)!.PersonId, cancellationToken))
            : Invalid("decision", "dismiss, not-counted, needs-context, out-for-season or release.");

    internal static async Task<Ok<HealthJson>> GetHealth(FindingService findings, IntegrityNight night, CancellationToken cancellationToken)
    {
        var health = await IntegrityHealth.ReadAsync(findings, night, cancellationToken);
        return TypedResults.Ok(new HealthJson(
            health.LastDay, health.LastWeek, health.LastRunSeconds, health.People,
            health.ByStep.ToDictionary(static pair => FindingWords.NameOf(pair.Key.ToString()), static pair => pair.Value),
            health.ByKind.ToDictionary(static pair => FindingWords.NameOf(pair.Key.ToString()), static pair => pair.Value),
            health.Held, health.WaitingForReview, health.MedianDecisionHours));
    }

    internal static async Task<Ok<RunJson>> PostRun(IntegrityNight night, CancellationToken cancellationToken)
    {
        var found = await night.RunAsync(cancellationToken);
        return TypedResults.Ok(new RunJson(found, night.LastDay, night.LastRunSeconds));
    }

    private static Results<NoContent, NotFound, Conflict, ValidationProblem> Answer(FindingOutcome outcome) => outcome switch
    {
        FindingOutcome.Done => TypedResults.NoContent(),
        FindingOutcome.NotNow => TypedResults.Conflict(),
        _ => TypedResults.NotFound(),
    };

    private static ValidationProblem Invalid(string member, string problem) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [member] = [problem] });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FindingsJson))]
[JsonSerializable(typeof(ExplainBody))]
[JsonSerializable(typeof(AppealBody))]
[JsonSerializable(typeof(DecideBody))]
[JsonSerializable(typeof(RunJson))]
[JsonSerializable(typeof(HealthJson))]
internal sealed partial class FindingJson : JsonSerializerContext;
