namespace Claudeonomics.Storage.Control;

/// <summary>A season that is over, as it was sealed.</summary>
public sealed class SealedSeason
{
    /// <summary>Its first day.</summary>
    public required DateOnly Month { get; init; }

    public required string RulesVersion { get; init; }

    /// <summary>Canonical, UTF-8.</summary>
    public required byte[] Header { get; init; }

    /// <summary>SHA-256 of every line that was sealed, one after the other.</summary>
    public required byte[] EntriesHash { get; init; }

    /// <summary>SHA-256 of both.</summary>
    public required byte[] Hash { get; init; }

    public required DateTimeOffset SealedAt { get; init; }
}

/// <summary>A participant's line of a sealed season. It goes with the person.</summary>
public sealed class SealedSeasonEntry
{
    public long Id { get; init; }

    public required DateOnly Month { get; init; }

    /// <summary>In the order of sealing, from 0.</summary>
    public required int Place { get; init; }

    public required string? PersonId { get; init; }

    /// <summary>Canonical.</summary>
    public required string Line { get; init; }
}
