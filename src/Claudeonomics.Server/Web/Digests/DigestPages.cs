using Claudeonomics.Server.Digests;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Digests;

/// <summary>Where digests go, what they would say, and what was sent.</summary>
internal static class DigestPages
{
    private const int ShownDeliveries = 30;

    public static void MapDigestPages(this IEndpointRouteBuilder app)
    {
        var digests = app.MapGroup("/admin/digests").AddEndpointFilter(AdministratorsOnly.Refuse).Shows(Figures.Nothing);
        digests.MapGet("", static (HttpContext context, DigestService digests, TeamService teams, RosterIndex roster) =>
            AnswerAsync(context, digests, teams, roster));
        digests.MapPost("", PostChannel);
        digests.MapGet("/{id}", static (string id, HttpContext context, DigestService digests, RosterIndex roster) =>
            AnswerAsync(id, context, digests, roster)).Shows(Figures.People, AccessAct.Digest);
        digests.MapGet("/{id}/picture.svg", GetPicture).Shows(Figures.Company);
        digests.MapPost("/{id}/test", PostTest).Shows(Figures.People, AccessAct.Digest);
        digests.MapPost("/{id}/remove", PostRemove);
    }

    internal static async Task<IResult> PostChannel(
        HttpContext context, DigestService digests, TeamService teams, RosterIndex roster,
        [FromForm] string? kind = null, [FromForm] string? name = null, [FromForm] string? url = null, [FromForm] string? team = null,
        [FromForm] bool weekly = false, [FromForm] bool seasonal = false)
    {
        var channel = new NewDigestChannel(
            kind == "webhook" ? DigestKind.Webhook : DigestKind.Slack, name?.Trim() ?? "", url?.Trim() ?? "", string.IsNullOrEmpty(team) ? null : team, weekly, seasonal);
        if (digests.ProblemsOf(channel).Values.FirstOrDefault()?[0] is { } problem)
        {
            return await AnswerAsync(context, digests, teams, roster, problem: problem);
        }

        return await digests.CreateAsync(channel, Access.Actor(context.User), context.RequestAborted) is { } made
            ? await AnswerAsync(context, digests, teams, roster, secret: made.Secret, notice: $"{channel.Name} was added.")
            : await AnswerAsync(context, digests, teams, roster, problem: "There is no such team, or there are too many channels.");
    }

    internal static async Task<IResult> PostTest(string id, HttpContext context, DigestService digests, RosterIndex roster) =>
        await digests.TestAsync(id, context.RequestAborted) switch
        {
            null => ErrorPages.NotFound(roster.Viewer(Viewer.From(context.User)!)),
            { State: DeliveryState.Delivered } => await AnswerAsync(id, context, digests, roster, notice: "Sent. Look in the channel."),
            { State: DeliveryState.Withheld } => await AnswerAsync(id, context, digests, roster, problem: "Not sent: too few people take part to be told about."),
            { } failed => await AnswerAsync(id, context, digests, roster, problem: $"Not taken: {failed.Answer}"),
        };

    internal static async Task<IResult> PostRemove(string id, HttpContext context, DigestService digests, TeamService teams, RosterIndex roster) =>
        await digests.DeleteAsync(id, Access.Actor(context.User), context.RequestAborted)
            ? await AnswerAsync(context, digests, teams, roster, notice: "The channel was removed, and its log with it.")
            : ErrorPages.NotFound(roster.Viewer(Viewer.From(context.User)!));

    internal static async Task<IResult> GetPicture(string id, HttpContext context, DigestService digests) =>
        await digests.PreviewAsync(id, context.RequestAborted) is { Digest: not null } preview
            ? TypedResults.Bytes(preview.Picture, "image/svg+xml")
            : TypedResults.NotFound();

    private static async Task<IResult> AnswerAsync(
        HttpContext context, DigestService digests, TeamService teams, RosterIndex roster, string? secret = null, string? notice = null, string? problem = null)
    {
        // The page may hold a secret.
        Page.NeverKeep(context.Response);
        return Page.Of<DigestsPage>(
            new()
            {
                ["View"] = new DigestsView(
                    await digests.ListAsync(context.RequestAborted), await teams.ListAsync(context.RequestAborted), secret, notice, problem),
                ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
            },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> AnswerAsync(
        string id, HttpContext context, DigestService digests, RosterIndex roster, string? notice = null, string? problem = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        var channel = (await digests.ListAsync(context.RequestAborted)).FirstOrDefault(channel => channel.Id == id);
        return channel is null || await digests.PreviewAsync(id, context.RequestAborted) is not { } preview
            ? ErrorPages.NotFound(viewer)
            : Page.Of<DigestChannelPage>(
                new()
                {
                    ["View"] = new DigestChannelView(
                        channel, preview, await digests.DeliveriesAsync(id, ShownDeliveries, context.RequestAborted), notice, problem),
                    ["Viewer"] = viewer,
                },
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
