using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Purpose;

/// <summary>What all of this is for, and what it is not for: also for who has not joined yet.</summary>
internal static class PurposeEndpoints
{
    public static void MapPurposePage(this IEndpointRouteBuilder app) =>
        app.MapGet("/purpose", static (OptIn optIn) => Page.Of<PurposePage>(new() { ["OptIn"] = optIn })).AllowAnonymous().Shows(Figures.Nothing);
}
