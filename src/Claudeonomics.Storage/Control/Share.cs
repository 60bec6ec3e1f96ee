namespace Claudeonomics.Storage.Control;

/// <summary>A link to one view of a board, for one audience, that ends.</summary>
public sealed class Share
{
    public const int MaxViewChars = 512;
    public const int MaxAudienceChars = 100;

    public required string Id { get; init; }

    /// <summary>SHA-256 of the link's secret; the secret is kept nowhere.</summary>
    public required byte[] Hash { get; init; }

    public required string Board { get; init; }

    /// <summary>The view's choices as a query, in the words of the boards' addresses.</summary>
    public required string View { get; init; }

    /// <summary>Whom it is for, in the sharer's words; stands on the page.</summary>
    public required string Audience { get; init; }

    /// <summary>Who made it: <c>person</c>, <c>key:ID</c> or <c>administrator</c>.</summary>
    public required string SharedAs { get; init; }

    /// <summary><see langword="null"/> for who has no row. Erasing the person ends the link.</summary>
    public string? SharedByPersonId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
