using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Help;

/// <summary>What kudos can be for.</summary>
/// <param name="Name">Stable; in a URL and in forms.</param>
/// <param name="Text">For people.</param>
public sealed record KudosChoice(KudosReason Reason, string Name, string Text)
{
    public static IReadOnlyList<KudosChoice> All { get; } =
    [
        new(KudosReason.Unstuck, "unstuck", "Got me unstuck"),
        new(KudosReason.Taught, "taught", "Taught me something"),
        new(KudosReason.Reviewed, "reviewed", "Reviewed my work with care"),
        new(KudosReason.Shared, "shared", "Shared a set-up, a prompt or a tool"),
        new(KudosReason.Caught, "caught", "Caught a mistake before it hurt"),
        new(KudosReason.Lightened, "lightened", "Made a hard day easier"),
    ];

    public static KudosChoice Of(KudosReason reason) => All.Single(choice => choice.Reason == reason);

    /// <returns><see langword="null"/> for what is no choice.</returns>
    public static KudosReason? Named(string? name) => All.FirstOrDefault(choice => choice.Name == name)?.Reason;
}

/// <summary>Kudos that somebody gave this week.</summary>
/// <param name="Name">Of the colleague, as others see them now.</param>
public sealed record GivenKudos(string PersonId, string Name, KudosReason Reason, DateOnly Day);

/// <summary>Kudos that somebody got.</summary>
/// <param name="Week">Its Monday.</param>
/// <param name="From">The giver's id, and their name as others see it now; <see langword="null"/> where naming them would tell more than they
/// let be seen: they take part privately, or appear otherwise than when they gave it.</param>
public sealed record ReceivedKudos(DateOnly Week, KudosReason Reason, (string Id, string Name)? From);

/// <summary>What became of somebody's wish to give kudos.</summary>
public enum KudosOutcome
{
    Done,

    /// <summary>Kudos are between people who take part.</summary>
    NotTakingPart,

    /// <summary>Nobody whom others see has the id, or it is one's own.</summary>
    NoSuchPerson,

    /// <summary>This week's are given.</summary>
    TooMany,
}
