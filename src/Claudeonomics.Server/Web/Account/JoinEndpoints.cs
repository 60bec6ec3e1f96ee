using Claudeonomics.Core.People;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Connect;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Account;

/// <summary>An invite: people add themselves after they have seen how they would appear.</summary>
internal static class JoinEndpoints
{
    public static void MapJoinPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/join/{token}", GetJoin).AllowAnonymous().Shows(Figures.Nothing);
        app.MapPost("/join/{token}", PostJoin).AllowAnonymous().Shows(Figures.Nothing);
    }

    internal static async Task<IResult> GetJoin(string token, HttpContext context, InviteService invites, OptIn optIn)
    {
        // The address is the secret, and the answer may hold a key.
        Page.NeverKeep(context.Response);
        return await invites.FindAsync(token, context.RequestAborted) is { } invite
            ? Page.Of<JoinPage>(new()
            {
                ["Token"] = token,
                ["Form"] = new JoinForm("", "", invite.Team, optIn.Policy.ShownAs, await invites.SuggestPseudonymAsync(context.RequestAborted)),
                ["Appearance"] = AppearanceView.OfNewcomer(optIn),
            })
            : ErrorPages.LinkOver();
    }

    internal static async Task<IResult> PostJoin(
        string token, HttpContext context, InviteService invites, SignInService signIn, OptIn optIn,
        [FromForm] string? email = null, [FromForm] string? name = null, [FromForm] string? team = null,
        [FromForm] string? participation = null, [FromForm] string? pseudonym = null, [FromForm] string? edition = null)
    {
        // The address is the secret, and the answer may hold a key.
        Page.NeverKeep(context.Response);
        var form = new JoinForm(
            email ?? "", name ?? "", team,
            Enum.TryParse<Participation>(participation, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : Participation.No,
            pseudonym);
        var problems = form.Problems();
        if (problems.Count > 0)
        {
            return Again(token, form, optIn, problems);
        }

        // Nobody agrees to what they have not read.
        if (edition is not null && edition != optIn.Texts.Edition)
        {
            return Again(token, form, optIn, new Dictionary<string, string[]> { ["edition"] = ["What you agree to was worded anew while this page was open. Read it again and choose."] });
        }

        switch (await invites.JoinAsync(token, form, context.RequestAborted))
        {
            case JoinOutcome.Joined joined:
                await signIn.SignInAsync(context, joined.Person.Id, isAdministrator: false, SignInWay.Link);
                return Page.Of<ConnectPage>(new()
                {
                    ["View"] = new ConnectView(
                        $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}", joined.Key.Text, IsFleet: false, new Arrivals([])),
                    ["Viewer"] = new PageViewer(joined.Person.Id, joined.Person.Name, joined.Person.Id, IsAdministrator: false, Roles: []),
                });
            case JoinOutcome.EmailIsTaken:
                return Again(token, form, optIn, new Dictionary<string, string[]> { ["email"] = ["Somebody with this address is here already. Sign in with a link instead; whoever looks after Claudeonomics has one for you."] });
            case JoinOutcome.NoNumberLeft:
                return Again(token, form, optIn, new Dictionary<string, string[]> { ["email"] = ["This server is full: it knows as many identities as it can. Nothing was kept of what you entered."] });
            default:
                return ErrorPages.LinkOver();
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<JoinPage> Again(string token, JoinForm form, OptIn optIn, IReadOnlyDictionary<string, string[]> problems) => Page.Of<JoinPage>(
        new() { ["Token"] = token, ["Form"] = form, ["Appearance"] = AppearanceView.OfNewcomer(optIn), ["Problems"] = problems }, StatusCodes.Status422UnprocessableEntity);
}
