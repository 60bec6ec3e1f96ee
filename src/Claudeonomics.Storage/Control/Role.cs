namespace Claudeonomics.Storage.Control;

/// <summary>What somebody does for the company besides being in it. Nobody has one by being an administrator.</summary>
public enum Role : byte
{
    /// <summary>Reviews fair play.</summary>
    Steward = 1,

    /// <summary>Leads a team, and is told about people in aggregates only.</summary>
    Lead = 2,

    /// <summary>Looks at money, and at nobody's.</summary>
    Finance = 3,

    /// <summary>Reads who looked at what.</summary>
    Auditor = 4,
}

/// <summary>A role that somebody has.</summary>
public sealed class PersonRole
{
    public required string PersonId { get; init; }

    public required Role Role { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>As <see cref="Consent.GivenBy"/>.</summary>
    public required string GivenBy { get; init; }
}
