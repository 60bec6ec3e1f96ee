using System.Text.Json.Serialization;

namespace Claudeonomics.Server.Help;

/// <param name="Name">As others see it.</param>
internal sealed record ColleagueJson(string Id, string Name);

/// <param name="Name">What to send.</param>
internal sealed record KudosReasonJson(string Name, string Text);

internal sealed record GivenKudosJson(ColleagueJson Person, string Reason, DateOnly Day);

/// <param name="Week">Its Monday.</param>
/// <param name="From">Null where naming the giver would tell more than they let be seen.</param>
internal sealed record ReceivedKudosJson(DateOnly Week, string Reason, ColleagueJson? From);

/// <param name="Week">The present one's Monday.</param>
/// <param name="Given">This week, by the caller.</param>
/// <param name="Received">The latest first.</param>
internal sealed record KudosJson(
    DateOnly Week, IReadOnlyList<KudosReasonJson> Reasons, IReadOnlyList<GivenKudosJson> Given, IReadOnlyList<ReceivedKudosJson> Received);

/// <param name="Reason">The name of one of the reasons.</param>
internal sealed record PutKudos(string? Reason);

/// <param name="People">Who helps with it now.</param>
internal sealed record OfferedTopicJson(string Topic, int People);

/// <param name="Helped">People who said that it helped; null when too few for a number that tells of nobody.</param>
/// <param name="HelpedMe">Whether the caller said so.</param>
internal sealed record OfferedHelpJson(ColleagueJson Person, IReadOnlyList<string> Topics, string Note, int? Helped, bool HelpedMe);

/// <param name="Offers">The latest first.</param>
internal sealed record HelpBoardJson(IReadOnlyList<OfferedTopicJson> Topics, IReadOnlyList<OfferedHelpJson> Offers)
{
    public static HelpBoardJson Of(HelpBoard board) => new(
        [.. board.Topics.Select(static topic => new OfferedTopicJson(topic.Topic, topic.People))],
        [.. board.Offers.Select(static offer => new OfferedHelpJson(new(offer.PersonId, offer.Name), offer.Topics, offer.Note, offer.Helped, offer.HelpedViewer))]);
}

/// <param name="Note">Plain text.</param>
internal sealed record PutHelp(IReadOnlyList<string>? Topics, string? Note);

/// <param name="Helped">People who said that it helped.</param>
/// <param name="Shown">Others see it: the caller appears as when it was published.</param>
internal sealed record OwnOfferJson(IReadOnlyList<string> Topics, string Note, int Helped, bool Shown)
{
    public static OwnOfferJson Of(OwnOffer offer) => new(offer.Topics, offer.Note, offer.Helped, offer.IsShown);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KudosJson))]
[JsonSerializable(typeof(PutKudos))]
[JsonSerializable(typeof(HelpBoardJson))]
[JsonSerializable(typeof(PutHelp))]
[JsonSerializable(typeof(OwnOfferJson))]
internal sealed partial class HelpJson : JsonSerializerContext;
