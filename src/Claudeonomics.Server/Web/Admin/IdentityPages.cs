using System.Globalization;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Admin;

/// <summary>What is shown of identities.</summary>
/// <param name="Next">The number after which the next page of the queue begins; <see langword="null"/> on the last.</param>
/// <param name="Person">Whose aliases are shown; <see langword="null"/> for nobody's.</param>
/// <param name="Aliases">Theirs; <see langword="null"/> when there is nobody with the e-mail.</param>
public sealed record IdentitiesView(
    IReadOnlyList<UnresolvedIdentity> Queue, int? Next, string? Person, IReadOnlyList<Alias>? Aliases, string? Problem, string? Done);

/// <summary>The queue of what is nobody's yet, and what people are known under.</summary>
internal static class IdentityPages
{
    private const int PageSize = 50;

    public static void MapIdentityPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/admin/identities").AddEndpointFilter(AdministratorsOnly.Refuse).Shows(Figures.Nothing);
        pages.MapGet("", static (HttpContext context, IdentityService identities, RosterIndex roster, int after = 0, string? person = null) =>
            AnswerAsync(context, identities, roster, after, person));
        pages.MapPost("/{number:int}", PostOwner);
        pages.MapPost("/aliases", PostAlias);
    }

    internal static async Task<IResult> PostOwner(
        int number, HttpContext context, IdentityService identities, RosterIndex roster, [FromForm] string? email = null, [FromForm] string? from = null,
        [FromForm] string? until = null, [FromForm] string? decision = null)
    {
        if (decision == "aside")
        {
            var isAside = await identities.SetAsideAsync(number, isAside: true, Access.Actor(context.User), context.RequestAborted);
            return await AnswerAsync(context, identities, roster, done: isAside ? "Set aside: it is nobody’s." : null, problem: isAside ? null : "This identity is somebody’s already, or is gone.");
        }

        if (!TryReadDays(from, until, out var days))
        {
            return await AnswerAsync(context, identities, roster, problem: "Days are such as 2026-11-29, the first before the last.");
        }

        return await AnswerAsync(context, identities, roster, await identities.LinkAsync(
            number, email ?? "", days.From, days.Until, Access.Actor(context.User), context.RequestAborted), person: null);
    }

    internal static async Task<IResult> PostAlias(
        HttpContext context, IdentityService identities, RosterIndex roster, [FromForm] string? person = null, [FromForm] string? kind = null,
        [FromForm] string? value = null, [FromForm] string? from = null, [FromForm] string? until = null)
    {
        if (!TryReadDays(from, until, out var days))
        {
            return await AnswerAsync(context, identities, roster, person: person, problem: "Days are such as 2026-11-29, the first before the last.");
        }

        if (IdentityClaims.KindOf(kind) is not { } known || !IdentityClaims.IsFit(known, value))
        {
            return await AnswerAsync(context, identities, roster, person: person, problem: "That is no e-mail, or no id without spaces.");
        }

        return await AnswerAsync(context, identities, roster, await identities.AddAliasAsync(
            known, value!, person ?? "", days.From, days.Until, Access.Actor(context.User), context.RequestAborted), person);
    }

    // The last day is meant to count, as people say it.
    private static bool TryReadDays(string? from, string? until, out (DateOnly From, DateOnly Until) days)
    {
        days = (DateOnly.MinValue, DateOnly.MaxValue);
        if (!string.IsNullOrWhiteSpace(from) && !DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out days.From))
        {
            return false;
        }

        if (!string.IsNullOrWhiteSpace(until))
        {
            if (!DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out days.Until) || days.Until == DateOnly.MaxValue)
            {
                return false;
            }

            days.Until = days.Until.AddDays(1);
        }

        return days.From < days.Until;
    }

    private static Task<RazorComponentResult<IdentitiesPage>> AnswerAsync(
        HttpContext context, IdentityService identities, RosterIndex roster, LinkOutcome outcome, string? person) => AnswerAsync(
        context, identities, roster, person: person, done: outcome is LinkOutcome.Linked ? "Done; what was counted before follows." : null, problem: outcome switch
        {
            LinkOutcome.Linked => null,
            LinkOutcome.NoSuchPerson => "There is nobody with this e-mail. Add the person first.",
            LinkOutcome.IsSomebodys => "Somebody else is in the directory under this e-mail.",
            LinkOutcome.NoNumberLeft => "The company’s identity numbers are used up.",
            _ => "This identity is somebody’s already, or is gone.",
        });

    private static async Task<RazorComponentResult<IdentitiesPage>> AnswerAsync(
        HttpContext context, IdentityService identities, RosterIndex roster, int after = 0, string? person = null, string? problem = null, string? done = null)
    {
        Page.NeverKeep(context.Response);
        var queue = await identities.ListUnresolvedAsync(after, PageSize, context.RequestAborted);
        var asked = string.IsNullOrWhiteSpace(person) ? null : person.Trim();
        return Page.Of<IdentitiesPage>(
            new()
            {
                ["View"] = new IdentitiesView(
                    queue, queue.Count == PageSize ? queue[^1].Number : null, asked,
                    asked is null ? null : await identities.ListAliasesAsync(asked, context.RequestAborted), problem, done),
                ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
            },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
