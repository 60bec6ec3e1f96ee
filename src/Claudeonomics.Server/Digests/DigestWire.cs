using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <param name="Kind"><c>slack</c> or <c>webhook</c>.</param>
/// <param name="Url">Begins with https://.</param>
/// <param name="Team">Id of a team; absent for the company.</param>
/// <param name="Weekly">Every Monday; true when absent.</param>
/// <param name="Seasonal">On the first of a month; true when absent.</param>
internal sealed record PostDigestChannel(
    [property: JsonConverter(typeof(DigestKindConverter))] DigestKind? Kind, string? Name, string? Url, string? Team, bool? Weekly, bool? Seasonal)
{
    public NewDigestChannel ToChannel() => new(Kind ?? 0, Name ?? "", Url ?? "", Team, Weekly ?? true, Seasonal ?? true);
}

/// <param name="Secret">What deliveries to a webhook are signed with, shown this once; absent for Slack.</param>
internal sealed record NewDigestChannelJson(string Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret);

/// <param name="Host">Of the address; the rest is a secret.</param>
internal sealed record DigestChannelJson(
    string Id, [property: JsonConverter(typeof(DigestKindConverter))] DigestKind Kind, string Name, string Host, string? Team, bool Weekly, bool Seasonal,
    DateTimeOffset CreatedAt)
{
    public static DigestChannelJson Of(DigestChannelDetails channel) => new(
        channel.Id, channel.Kind, channel.Name, channel.Host, channel.TeamId, channel.IsWeekly, channel.IsSeasonal, channel.CreatedAt);
}

internal sealed record DigestChannelsJson(IReadOnlyList<DigestChannelJson> Items);

/// <param name="From">The first day that it is about.</param>
/// <param name="To">The first day that it is not about.</param>
internal sealed record DigestDeliveryJson(
    string Id, [property: JsonConverter(typeof(DigestOccasionConverter))] DigestOccasion Occasion, DateOnly From, DateOnly To, DateTimeOffset CreatedAt,
    [property: JsonConverter(typeof(DeliveryStateConverter))] DeliveryState State, int Attempts, DateTimeOffset? LastAttemptAt,
    DateTimeOffset? NextAttemptAt, string? Answer)
{
    public static DigestDeliveryJson Of(DigestDeliveryDetails delivery) => new(
        delivery.Id, delivery.Occasion, delivery.FromDay, delivery.UntilDay, delivery.CreatedAt, delivery.State, delivery.Attempts,
        delivery.LastAttemptAt, delivery.NextAttemptAt, delivery.Answer);
}

internal sealed record DigestDeliveriesJson(IReadOnlyList<DigestDeliveryJson> Items);

internal sealed class DigestKindConverter() : JsonStringEnumConverter<DigestKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed class DigestOccasionConverter() : JsonStringEnumConverter<DigestOccasion>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed class DeliveryStateConverter() : JsonStringEnumConverter<DeliveryState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PostDigestChannel))]
[JsonSerializable(typeof(NewDigestChannelJson))]
[JsonSerializable(typeof(DigestChannelsJson))]
[JsonSerializable(typeof(DigestDeliveriesJson))]
[JsonSerializable(typeof(DigestDeliveryJson))]
internal sealed partial class DigestJson : JsonSerializerContext;
