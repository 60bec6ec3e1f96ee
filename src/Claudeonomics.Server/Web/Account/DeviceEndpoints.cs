using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Account;

/// <summary>Confirming the code that a command line shows. Both steps are on one page: the code, then what it lets in.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevicePages(this IEndpointRouteBuilder app)
    {
        // Looking at a code tries it.
        app.MapGet("/device", GetDevice).Shows(Figures.Nothing).RequireRateLimiting(Access.TriesLimit);
        app.MapPost("/device", PostDevice).Shows(Figures.Nothing).RequireRateLimiting(Access.TriesLimit);
    }

    internal static async Task<IResult> GetDevice(HttpContext context, DeviceSignInService devices, RosterIndex roster, string? code = null)
    {
        Page.NeverKeep(context.Response);
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        var waiting = string.IsNullOrEmpty(code) || viewer.PersonId is null ? null : await devices.FindAsync(code, context.RequestAborted);
        return waiting is not null
            ? Page.Of<DeviceConfirmPage>(new() { ["Device"] = waiting, ["Viewer"] = viewer })
            : Page.Of<DevicePage>(new() { ["HasFailed"] = !string.IsNullOrEmpty(code), ["Viewer"] = viewer });
    }

    internal static async Task<IResult> PostDevice(
        HttpContext context, DeviceSignInService devices, RosterIndex roster, [FromForm] string? code = null, [FromForm] string? decision = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } person)
        {
            return ErrorPages.NotFound(viewer);
        }

        // Only the two buttons decide; anything else decides nothing.
        var isAllowed = decision == "allow";
        var name = isAllowed || decision == "deny" ? await devices.DecideAsync(code ?? "", person, isAllowed, context.RequestAborted) : null;
        return name is null
            ? Page.Of<DevicePage>(new() { ["HasFailed"] = true, ["Viewer"] = viewer }, StatusCodes.Status422UnprocessableEntity)
            : Page.Of<DeviceDonePage>(new() { ["Name"] = name, ["IsAllowed"] = isAllowed, ["Viewer"] = viewer });
    }
}
