using System.Globalization;
using Claudeonomics.Core.People;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Admin;

/// <summary>Setting up people, keys, invites and whose an unknown identity is. The same can be done over the API.</summary>
internal static class AdminEndpoints
{
    // Pages of lists; the API has the rest.
    private const int PageSize = 100;

    public static void MapAdminPages(this IEndpointRouteBuilder app)
    {
        var admin = app.MapGroup("/admin").AddEndpointFilter(AdministratorsOnly.Refuse).Shows(Figures.Nothing);
        admin.MapGet("", static (AdminLists lists, HttpContext context, string? after = null) => lists.AnswerAsync(context, string.IsNullOrWhiteSpace(after) ? null : after.Trim()));
        admin.MapPost("/people", PostPerson);
        admin.MapPost("/people/{email}/link", PostLink);
        admin.MapPost("/people/{email}/key", PostKey);
        admin.MapPost("/people/{email}/roles", PostRoles);
        admin.MapPost("/keys/{id}/revoke", PostRevokeKey);
        admin.MapPost("/invites", PostInvite);
        admin.MapPost("/invites/{id}/revoke", PostRevokeInvite);
    }

    internal static async Task<IResult> PostPerson(
        HttpContext context, AdminLists lists, PeopleService people,
        [FromForm] string? email = null, [FromForm] string? name = null, [FromForm] string? team = null)
    {
        var change = new PersonChange(Name: name, Team: string.IsNullOrWhiteSpace(team) ? null : team);
        var problem = !EmailAddress.IsValid(email ?? "") ? "That is not an e-mail address."
            : change.Problems().Values.FirstOrDefault()?[0];
        if (problem is null)
        {
            await people.PutAsync(email!, change, Access.Actor(context.User), context.RequestAborted);
        }

        return await lists.AnswerAsync(context, problem: problem);
    }

    internal static async Task<IResult> PostLink(string email, HttpContext context, AdminLists lists, PeopleService people, SignInService signIn, AccessLog log)
    {
        var person = await people.FindAsync(email, context.RequestAborted);
        var link = person is null ? null : await signIn.CreateLinkAsync(person.Id, isAdministrator: false, context.RequestAborted);
        if (link is not null)
        {
            log.NoteMade(context.User, "makes a sign-in link", person!.Id);
        }

        return await lists.AnswerAsync(
            context,
            made: link is null ? null : new($"A link that signs {person!.Name} in, once, within a day", Absolute(context, link.Path)),
            problem: link is null ? "There is nobody with this e-mail." : null);
    }

    internal static async Task<IResult> PostKey(string email, HttpContext context, AdminLists lists, PeopleService people, KeyService keys, AccessLog log)
    {
        var person = await people.FindAsync(email, context.RequestAborted);
        var key = person is null ? null : await keys.CreateAsync(KeyKind.Ingest, person.Id, Access.Actor(context.User), context.RequestAborted);
        if (key is not null)
        {
            log.NoteMade(context.User, $"makes a key, ingest {key.Id}", person!.Id);
        }

        return await lists.AnswerAsync(
            context,
            made: key is null ? null : new($"A key for {person!.Name}'s agents: it can write, and do nothing else", key.Text),
            problem: key is null ? "There is nobody with this e-mail, or no identity number is left." : null);
    }

    /// <param name="form">Its <c>roles</c> are all that they have from now on; none when nothing was ticked.</param>
    internal static async Task<IResult> PostRoles(string email, HttpContext context, AdminLists lists, PeopleService people, AccessLog log, IFormCollection form)
    {
        var person = await people.FindAsync(email, context.RequestAborted);
        var given = RoleNames.All.Where(role => form["roles"].Contains(role.Name)).Select(static role => role.Role).ToList();
        if (person is not null)
        {
            await people.PutAsync(person.Email, new(Roles: given), Access.Actor(context.User), context.RequestAborted);
            log.NoteRoles(context.User, given, person.Id);
        }

        return await lists.AnswerAsync(context, problem: person is null ? "There is nobody with this e-mail." : null);
    }

    internal static async Task<IResult> PostRevokeKey(string id, HttpContext context, AdminLists lists, KeyService keys) =>
        await lists.AnswerAsync(
            context,
            problem: await keys.RevokeAsync(id, ofPersonId: null, Access.Actor(context.User), context.RequestAborted) ? null : "There is no such key.");

    internal static async Task<IResult> PostInvite(
        HttpContext context, AdminLists lists, InviteService invites,
        [FromForm] string? team = null, [FromForm] string? days = null, [FromForm] string? uses = null)
    {
        var (lasts, most) = (NumberOf(days, InviteService.DefaultLifetime.Days), NumberOf(uses, InviteService.DefaultUses));
        if (lasts < 1 || lasts > InviteService.LongestLifetime.Days || most is < 1 or > InviteService.MostUses)
        {
            return await lists.AnswerAsync(context, problem: $"An invite lasts 1 to {InviteService.LongestLifetime.Days} days, for 1 to {InviteService.MostUses} people.");
        }

        if (!string.IsNullOrWhiteSpace(team) && new PersonChange(Team: team).Problems().Values.FirstOrDefault() is [var unfit, ..])
        {
            return await lists.AnswerAsync(context, problem: $"A team's name: {unfit}");
        }

        var invite = await invites.CreateAsync(
            TimeSpan.FromDays(lasts), most, string.IsNullOrWhiteSpace(team) ? null : team, Access.Actor(context.User), context.RequestAborted);
        return await lists.AnswerAsync(context, made: new("An invite: whoever opens it adds themselves", Absolute(context, invite.Path)));
    }

    internal static async Task<IResult> PostRevokeInvite(string id, HttpContext context, AdminLists lists, InviteService invites) =>
        await lists.AnswerAsync(context, problem: await invites.RevokeAsync(id, context.RequestAborted) ? null : "There is no such invite.");

    // Nothing entered is what is usual; what is no number is out of bounds.
    private static int NumberOf(string? entered, int usual) => string.IsNullOrWhiteSpace(entered) ? usual
        : int.TryParse(entered, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : 0;

    private static string Absolute(HttpContext context, string path) =>
        $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{path}";

    /// <summary>Reads the lists and shows them.</summary>
    internal sealed class AdminLists(
        PeopleService people, KeyService keys, InviteService invites, IdentityService identities, RosterIndex roster)
    {
        public async Task<IResult> AnswerAsync(HttpContext context, string? after = null, Made? made = null, string? problem = null)
        {
            // The page may hold a secret.
            Page.NeverKeep(context.Response);
            var cancellation = context.RequestAborted;
            var found = await people.ListAsync(after, PageSize, cancellation);
            return Page.Of<AdminPage>(
                new()
                {
                    ["View"] = new AdminView(
                        found,
                        after,
                        found.Count == PageSize ? found[^1].Email : null,
                        await keys.ListAsync(ofPersonId: null, after: null, PageSize, cancellation),
                        await invites.ListAsync(after: null, PageSize, cancellation),
                        await identities.CountUnresolvedAsync(cancellation),
                        made,
                        problem),
                    ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
                },
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
        }
    }
}
