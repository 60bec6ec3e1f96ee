using Claudeonomics.Core.People;

namespace Claudeonomics.Storage.Control;

/// <summary>Somebody agreed to one purpose: to which version of its text, when and through whom, and until when.</summary>
/// <remarks>What a person's rows without <see cref="WithdrawnAt"/> allow is how they take part; it is written nowhere else.</remarks>
public sealed class Consent
{
    public int Id { get; init; }

    public required string PersonId { get; init; }

    public required ConsentPurpose Purpose { get; init; }

    /// <summary>Of the text that was read, from 1 on.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset GivenAt { get; init; }

    /// <summary><c>self</c>, <c>invite:ID</c>, <c>key:ID</c> of an administrator, or <c>import</c>.</summary>
    public required string GivenBy { get; init; }

    /// <summary><see langword="null"/> while it holds.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>As <see cref="GivenBy"/>; <see langword="null"/> while it holds.</summary>
    public string? WithdrawnBy { get; set; }
}
