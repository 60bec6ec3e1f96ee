namespace Claudeonomics.Storage.Control;

/// <summary>What the value of an identity is. Stored; never renumbered.</summary>
public enum IdentityKind
{
    /// <summary>A person of the directory, through a key of their own; the value is the person's id.</summary>
    Person = 0,
    Email = 1,
    Account = 2,
    Installation = 3,
}

/// <summary>A number of the ledger and what it stands for. Numbers are never used again.</summary>
public sealed class Identity
{
    /// <summary>From 1.</summary>
    public int Number { get; init; }

    public required IdentityKind Kind { get; init; }

    /// <summary>The normalised claim; <see langword="null"/> once erased.</summary>
    public string? Value { get; set; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>From then on the same claim gets another number; <see langword="null"/> for the present holder of the value.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>When somebody said that it is nobody's, so that it waits for nobody; <see langword="null"/> for who was not asked about.</summary>
    public DateTimeOffset? SetAsideAt { get; set; }
}

/// <summary>An identity is a person's from one company day to another (end excluded).</summary>
public sealed class IdentityOwner
{
    public int Id { get; init; }

    public required int IdentityNumber { get; init; }

    public required string PersonId { get; init; }

    public required DateOnly FromDay { get; set; }

    public required DateOnly UntilDay { get; set; }
}
