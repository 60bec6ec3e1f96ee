namespace Claudeonomics.Storage.Control;

/// <summary>How a digest is told. Stored; never renumbered.</summary>
public enum DigestKind
{
    /// <summary>An incoming webhook of Slack, which takes Block Kit.</summary>
    Slack = 1,

    /// <summary>Any program that takes JSON and checks a signature.</summary>
    Webhook = 2,
}

/// <summary>Where digests go: a channel that some people read.</summary>
public sealed class DigestChannel
{
    public const int MaxUrlChars = 2_000;

    /// <summary>Opaque, fit for a URL.</summary>
    public required string Id { get; init; }

    public required DigestKind Kind { get; init; }

    /// <summary>What administrators know it by.</summary>
    public required string Name { get; set; }

    /// <summary>Where to post. A secret: whoever has it can write to the channel.</summary>
    public required string Url { get; init; }

    /// <summary>What deliveries are signed with, in base64; <see langword="null"/> where the address alone is the secret.</summary>
    public string? Secret { get; init; }

    /// <summary>The team that it is about, with those below it; <see langword="null"/> for the company.</summary>
    public string? TeamId { get; init; }

    /// <summary>Every Monday, about the week before.</summary>
    public required bool IsWeekly { get; set; }

    /// <summary>On the first of a month, about the season that ended.</summary>
    public required bool IsSeasonal { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }
}

/// <summary>What a digest is about. Stored; never renumbered.</summary>
public enum DigestOccasion
{
    Week = 1,
    Season = 2,

    /// <summary>Sent by hand, about the week before.</summary>
    Test = 3,
}

/// <summary>How far a delivery is. Stored; never renumbered.</summary>
public enum DeliveryState
{
    /// <summary>To be tried at <see cref="DigestDelivery.NextAttemptAt"/>.</summary>
    Waiting = 1,
    Delivered = 2,

    /// <summary>Given up.</summary>
    Failed = 3,

    /// <summary>Not sent, since it would have been about too few people.</summary>
    Withheld = 4,
}

/// <summary>One digest on its way to one channel. What it says is not kept: it is made anew for each attempt, so that nobody is in it who has
/// withdrawn meanwhile.</summary>
public sealed class DigestDelivery
{
    /// <summary>Opaque; the same in every attempt, so that a receiver can tell a copy.</summary>
    public required string Id { get; init; }

    public required string ChannelId { get; init; }

    public required DigestOccasion Occasion { get; init; }

    public required DateOnly FromDay { get; init; }

    /// <summary>The first day that it is not about.</summary>
    public required DateOnly UntilDay { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DeliveryState State { get; set; }

    public required int Attempts { get; set; }

    public DateTimeOffset? LastAttemptAt { get; set; }

    /// <summary>Only while <see cref="DeliveryState.Waiting"/>.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>What the receiver answered, or why there was no answer; short.</summary>
    public string? Answer { get; set; }
}
