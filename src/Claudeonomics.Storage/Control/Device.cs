namespace Claudeonomics.Storage.Control;

/// <summary>A machine that somebody's command line was signed in on. It stays when its keys are revoked, so that a sign-in later goes on with it.</summary>
public sealed class Device
{
    /// <summary>Opaque; what the device's usage is told apart from other devices' by.</summary>
    public required string Id { get; init; }

    public required string PersonId { get; init; }

    /// <summary>What the machine calls itself, for its owner to know it by.</summary>
    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What became of a device's wish to be signed in. Stored; never renumbered.</summary>
public enum DeviceDecision
{
    Pending = 0,
    Allowed = 1,
    Denied = 2,
}

/// <summary>A device that waits for somebody to confirm its code in a browser. Gone once it got its key, or has expired.</summary>
public sealed class DeviceSignIn
{
    /// <summary>Part of the device's code; names it.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the code that the device asks with.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>SHA-256 of the code that a person types.</summary>
    public required byte[] UserCodeHash { get; init; }

    /// <summary>What the machine calls itself.</summary>
    public required string Name { get; init; }

    /// <summary>The id that the machine says it had before, if it says one; believed when it is that of a device of who confirms.</summary>
    public string? KnownDeviceId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the device last asked.</summary>
    public DateTimeOffset? PolledAt { get; set; }

    /// <summary>The least time between two questions of the device.</summary>
    public required int IntervalSeconds { get; set; }

    public DeviceDecision Decision { get; set; }

    /// <summary>Who decided.</summary>
    public string? PersonId { get; set; }
}
