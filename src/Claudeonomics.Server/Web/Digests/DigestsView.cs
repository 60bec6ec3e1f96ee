using Claudeonomics.Server.Digests;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Web.Digests;

/// <summary>What an administrator sets up for a team's or the company's channel.</summary>
/// <param name="Teams">What a digest may be about besides the company.</param>
/// <param name="Secret">Of a webhook that was just made; shown this once.</param>
/// <param name="Notice">What was just done.</param>
/// <param name="Problem">Why the last change was not made.</param>
public sealed record DigestsView(
    IReadOnlyList<DigestChannelDetails> Channels, IReadOnlyList<TeamDetails> Teams, string? Secret, string? Notice, string? Problem);

/// <summary>One channel: what it would get now, and what it got.</summary>
public sealed record DigestChannelView(
    DigestChannelDetails Channel, DigestPreview Preview, IReadOnlyList<DigestDeliveryDetails> Deliveries, string? Notice, string? Problem);
