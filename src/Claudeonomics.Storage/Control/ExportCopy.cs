namespace Claudeonomics.Storage.Control;

/// <summary>A copy of a board that was taken out as a file, all that a channel is told, or what somebody reads over the API in bulk. Kept for good, so that what is leaked late is still traced; nothing of what it showed is.</summary>
public sealed class ExportCopy
{
    /// <summary>From 1; never used again.</summary>
    public int Number { get; init; }

    /// <summary>Which request it was made for: one copy for each. Of a channel, <c>digest:ID</c>; of bulk reading, <c>reads:</c> and lots.</summary>
    public required string ApprovalId { get; init; }

    /// <summary>Who asked and took it: <c>person</c>, <c>key:ID</c> or <c>administrator</c>; <c>digest:ID</c> of a channel.</summary>
    public required string AskedAs { get; init; }

    /// <summary><see langword="null"/> for who has no row, and once they were erased.</summary>
    public string? AskedByPersonId { get; init; }

    /// <summary><see langword="null"/> once they were erased.</summary>
    public string? ApprovedByPersonId { get; init; }

    public required string Board { get; init; }

    /// <summary>The board's choices as a query.</summary>
    public required string View { get; init; }

    /// <summary><c>csv</c>, <c>json</c>, <c>digest</c> or <c>reads</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Sequence of the board that it shows; 0 where it is many, whose board is called as their format.</summary>
    public required long Snapshot { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
}
