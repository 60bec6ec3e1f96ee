namespace Claudeonomics.Storage.Control;

/// <summary>What takes two people. Numbers are kept in files: they never change their meaning.</summary>
public enum ApprovalKind : byte
{
    /// <summary>Which person is behind a pseudonym.</summary>
    Unmask = 1,

    /// <summary>Whose screenshot or copy something is.</summary>
    Trace = 2,

    /// <summary>Lift a policy's protection.</summary>
    LiftPolicy = 3,

    /// <summary>Take figures out as a file.</summary>
    Export = 4,
}

/// <summary>Somebody asked for something that another has to approve.</summary>
public sealed class Approval
{
    public const int MaxSubjectChars = 200;
    public const int MaxReasonChars = 1_000;

    public required string Id { get; init; }

    public required ApprovalKind Kind { get; init; }

    /// <summary>What it is about, in the words of its kind: a person's id, a file's name, a setting.</summary>
    public required string Subject { get; init; }

    public required string Reason { get; init; }

    /// <summary>Who asked: <c>person</c>, <c>key:ID</c> or <c>administrator</c>.</summary>
    public required string AskedAs { get; init; }

    /// <summary><see langword="null"/> for who has no row, and once they were erased.</summary>
    public string? AskedByPersonId { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when it can be decided about, and from the decision on used.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public string? DecidedByPersonId { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public bool? IsApproved { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
