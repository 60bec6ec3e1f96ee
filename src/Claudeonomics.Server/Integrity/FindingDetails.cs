using Claudeonomics.Core.Integrity;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Integrity;

/// <summary>A finding as its person or a reviewer sees it.</summary>
/// <param name="PersonId">Whose it is.</param>
/// <param name="ShownAs">What others see of the person; never more, for a reviewer too.</param>
/// <param name="Tokens">Tokens that are not counted because of it now.</param>
/// <param name="DecidedStep">What a reviewer decided last, which stands until they decide again.</param>
public sealed record FindingDetails(
    string Id, string PersonId, string ShownAs, FindingKind Kind, DateOnly From, DateOnly Until, LadderStep Step, bool NeedsSecondLook, bool IsHeld,
    long Weighted, long Tokens, IReadOnlyList<Observation> Evidence, string? Reason, string? Explanation, string? Appeal,
    LadderStep? DecidedStep, DateTimeOffset? DecidedAt)
{
    /// <summary>Waits for a reviewer.</summary>
    public bool IsOpenForReview => Step is LadderStep.InReview || IsHeld || (NeedsSecondLook && Step is LadderStep.Advice);

    /// <summary>Where it stands in a list that begins with the newest.</summary>
    public LatestPlace Place => new(new(Until, TimeOnly.MinValue, TimeSpan.Zero), Id);

    /// <summary>The person can say what it was.</summary>
    public bool IsOpenForWords =>
        Step is LadderStep.NeedsContext || (Reason is null && Step is not LadderStep.Dismissed && DecidedStep is not LadderStep.OutForSeason);
}

/// <summary>What a person can say about a finding with one click.</summary>
/// <param name="Name">Stable; in a URL and in the store.</param>
/// <param name="Text">For people.</param>
public sealed record Explanation(string Name, string Text)
{
    public static IReadOnlyList<Explanation> All { get; } =
    [
        new("overnight-migration", "A migration or another long job that I started and checked"),
        new("evaluation", "An evaluation or a test of models"),
        new("automation", "Automation: it belongs on the fleet board"),
        new("agent-team", "Several agents that I led together"),
        new("reading", "Research, reading or writing: nothing to commit"),
        new("shared-machine", "Somebody else used my machine or key"),
        new("collector", "My collector sent something wrong"),
        new("other", "Something else"),
    ];
}

/// <summary>What became of somebody's wish.</summary>
public enum FindingOutcome
{
    Done,
    NoSuchFinding,

    /// <summary>The finding is past that: decided, or not on the step that the wish is for.</summary>
    NotNow,
}

/// <summary>What a reviewer can decide.</summary>
public enum ReviewDecision
{
    /// <summary>No effect: the explanation is accepted.</summary>
    Dismiss,

    /// <summary>The tokens stay out of the score.</summary>
    NotCounted,

    /// <summary>The person is asked for context.</summary>
    NeedsContext,

    /// <summary>The person is out of the season in which the finding's week ends. They can appeal.</summary>
    OutForSeason,

    /// <summary>What the circuit breaker held takes effect.</summary>
    Release,
}

/// <summary>The state of integrity in counts: nobody is in it.</summary>
/// <param name="LastDay">The last company day that was read; <see langword="null"/> before the first run.</param>
/// <param name="People">Participants with usage in the last week that was judged; <see langword="null"/> until one was since the start.</param>
/// <param name="ByStep">Findings of the last 62 days on each step.</param>
/// <param name="Held">Of them, those that the circuit breaker keeps back.</param>
/// <param name="MedianDecisionHours">From an explanation or appeal to the decision; <see langword="null"/> while nothing was decided.</param>
public sealed record IntegrityHealth(
    DateOnly? LastDay, DateOnly? LastWeek, double? LastRunSeconds, int? People, IReadOnlyDictionary<LadderStep, int> ByStep,
    IReadOnlyDictionary<FindingKind, int> ByKind, int Held, int WaitingForReview, double? MedianDecisionHours)
{
    public static async Task<IntegrityHealth> ReadAsync(FindingService findings, IntegrityNight night, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(night);
        var (byStep, byKind, held, waiting, median) = await findings.CountsAsync(cancellationToken);
        return new(night.LastDay, (await findings.LastWeeksAsync(cancellationToken)).Judged, night.LastRunSeconds, night.People, byStep, byKind, held, waiting, median);
    }
}
