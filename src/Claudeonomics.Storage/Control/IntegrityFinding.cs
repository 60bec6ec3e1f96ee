using Claudeonomics.Core.Integrity;

namespace Claudeonomics.Storage.Control;

/// <summary>A finding of the integrity rules, and what became of it. Private to the person; a reviewer sees it once there is something to decide.</summary>
public sealed class IntegrityFinding
{
    public required string Id { get; init; }

    public required string PersonId { get; init; }

    public required FindingKind Kind { get; init; }

    public required DateOnly FromDay { get; init; }

    /// <summary>Last company day of the week that was judged.</summary>
    public required DateOnly UntilDay { get; init; }

    public required LadderStep Step { get; set; }

    /// <summary>A human has to look before anything follows.</summary>
    public required bool NeedsSecondLook { get; set; }

    /// <summary>The circuit breaker keeps it back: it has no effect, and its person does not see it, until a reviewer lets it go.</summary>
    public required bool IsHeld { get; set; }

    /// <summary>Weighted tokens that it is about.</summary>
    public required long Weighted { get; set; }

    /// <summary>What it rests on, as JSON. No content can be in it: it is sentences of ours with numbers.</summary>
    public required string Evidence { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name of the explanation that the person chose.</summary>
    public string? Reason { get; set; }

    /// <summary>What the person added in their own words.</summary>
    public string? Explanation { get; set; }

    public DateTimeOffset? ExplainedAt { get; set; }

    public string? Appeal { get; set; }

    public DateTimeOffset? AppealedAt { get; set; }

    /// <summary>The step that a reviewer decided on last. It stands until they decide again, wherever the finding is meanwhile; <see langword="null"/> while
    /// nobody has, and where they only let go what the breaker held.</summary>
    public LadderStep? DecidedStep { get; set; }

    /// <summary>Who decided, as <c>key:...</c> or <c>administrator</c>.</summary>
    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>Tokens that a finding takes out of the score, of one identity, day, origin and part.</summary>
public sealed class NotCountedUsage
{
    public required string FindingId { get; init; }

    /// <summary>Within the finding, from 0.</summary>
    public required int Number { get; init; }

    public required int Identity { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>Where it is the same, other findings of the same identity, day and origin name the same tokens. Their conversation's hash, as the ledger has
    /// it, until the week was judged for the second time, and from then on a number that tells nothing. <see langword="null"/> in rows of
    /// before there was a place for it: they are several conversations'.</summary>
    public required long? Part { get; init; }

    public required string Agent { get; init; }

    public required string Provider { get; init; }

    /// <summary>Canonical name.</summary>
    public required string Model { get; init; }

    public required long UncachedInput { get; init; }

    public required long CacheRead { get; init; }

    public required long CacheWrite5m { get; init; }

    public required long CacheWrite1h { get; init; }

    public required long CacheWriteUnknown { get; init; }

    public required long Output { get; init; }

    public required long Reasoning { get; init; }
}
