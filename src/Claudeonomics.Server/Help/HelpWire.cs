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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KudosJson))]
[JsonSerializable(typeof(PutKudos))]
internal sealed partial class HelpJson : JsonSerializerContext;
