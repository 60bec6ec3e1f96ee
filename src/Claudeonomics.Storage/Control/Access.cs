namespace Claudeonomics.Storage.Control;

/// <summary>What a key is for. Stored; never renumbered.</summary>
public enum KeyKind
{
    /// <summary>Writes usage, and nothing else.</summary>
    Ingest = 1,

    /// <summary>Sees what its person may see; without a person, the boards.</summary>
    Read = 2,

    /// <summary>Sets up people, keys and teams.</summary>
    Admin = 3,

    /// <summary>A command line's on somebody's machine: writes usage batches, and reads its person's own numbers.</summary>
    Device = 4,

    /// <summary>The company directory's: keeps people and groups by SCIM, and sees nobody's figures.</summary>
    Scim = 5,
}

/// <summary>A key. Only its hash is kept.</summary>
public sealed class ApiKey
{
    /// <summary>Part of the key's text; names it in lists and logs.</summary>
    public required string Id { get; init; }

    public required KeyKind Kind { get; init; }

    public string? PersonId { get; init; }

    /// <summary>The device that it was made for; of kind <see cref="KeyKind.Device"/> only.</summary>
    public string? DeviceId { get; init; }

    /// <summary>SHA-256 of the whole key. The secret has 160 random bits, so it needs no salt.</summary>
    public required byte[] Hash { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>A UTC day and no more, so that keys are no attendance clock.</summary>
    public DateOnly? LastUsedOn { get; set; }
}

/// <summary>A link with which people add themselves.</summary>
public sealed class Invite
{
    public required string Id { get; init; }

    public required byte[] Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required int MaxUses { get; init; }

    public int Uses { get; set; }

    /// <summary>The team that is proposed, or <see langword="null"/>.</summary>
    public string? TeamId { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A link that signs somebody in to the pages, once.</summary>
public sealed class SignInLink
{
    public required string Id { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary><see langword="null"/> for an administrator without a row of their own.</summary>
    public string? PersonId { get; init; }

    public required bool IsAdministrator { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>How a browser was signed in. Stored; never renumbered.</summary>
public enum SignInWay
{
    /// <summary>By a one-time link or an invite: neither can be used again.</summary>
    Link = 1,

    /// <summary>By a read or admin key.</summary>
    Key = 2,

    /// <summary>By the company's provider, or GitHub.</summary>
    Provider = 3,
}

/// <summary>A signed-in browser.</summary>
public sealed class Session
{
    public required string Id { get; init; }

    public string? PersonId { get; init; }

    public required bool IsAdministrator { get; init; }

    /// <summary>The key it was opened with, whose revocation ends it; <see langword="null"/> for links and invites.</summary>
    public string? KeyId { get; init; }

    public required SignInWay Way { get; init; }

    /// <summary>The family of the browser, such as <c>Firefox</c>, so that its owner knows which it is; nothing else of what a browser says is kept.</summary>
    public required string Browser { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The last use, in steps of minutes.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }
}

/// <summary>Something about the company that is kept beside its people, such as its time zone.</summary>
public sealed class Setting
{
    public required string Name { get; init; }

    public required string Value { get; set; }
}
