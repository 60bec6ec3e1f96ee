using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Policy;

/// <summary>Which policy is in force, and what each of the others would change for this company, before anybody changes the setting.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicyPage(this IEndpointRouteBuilder app) =>
        app.MapGet("/admin/policy", GetPolicy).AddEndpointFilter(AdministratorsOnly.Refuse).Shows(Figures.Nothing);

    internal static IResult GetPolicy(HttpContext context, PrivacyPolicy policy, OptIn optIn, RosterIndex roster, IBoards boards)
    {
        Page.NeverKeep(context.Response);
        return Page.Of<PolicyPage>(new()
        {
            ["Policy"] = policy, ["Outlooks"] = PolicyOutlook.OfAll(policy, optIn, roster.Scopes, boards.Today), ["OnlyThePerson"] = optIn.OnlyThePerson, ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
        });
    }
}
