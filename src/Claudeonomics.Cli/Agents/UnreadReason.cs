namespace Claudeonomics.Cli.Agents;

/// <summary>Why something of a file is missing from the sums, or was counted other than it stands there. A closed set.</summary>
public enum UnreadReason : byte
{
    /// <summary>The line or file is no JSON, or was cut.</summary>
    NotJson = 1,

    /// <summary>Bytes that are no UTF-8; the counts were still read.</summary>
    NotUtf8 = 2,

    /// <summary>A counter below 0, read as 0.</summary>
    NegativeCount = 3,

    /// <summary>A counter that is no whole number, or more than any call can be; the call was left out.</summary>
    UnreadableCount = 4,

    /// <summary>A call without a time that can be read, counted under <c>unknown</c>.</summary>
    NoTime = 5,

    /// <summary>Longer than <c>LineReader.LongestLine</c>.</summary>
    TooLong = 6,

    /// <summary>The file could not be opened or read.</summary>
    FileUnreadable = 7,

    /// <summary>JSON, but not of a shape that this agent is known to write.</summary>
    UnknownShape = 8,

    /// <summary>More of such lines than are listed one by one.</summary>
    More = 9,
}

internal static class UnreadReasonNames
{
    public static string NameOf(UnreadReason reason) => reason switch
    {
        UnreadReason.NotJson => "not-json",
        UnreadReason.NotUtf8 => "not-utf8",
        UnreadReason.NegativeCount => "negative-count",
        UnreadReason.UnreadableCount => "unreadable-count",
        UnreadReason.NoTime => "no-time",
        UnreadReason.TooLong => "too-long",
        UnreadReason.FileUnreadable => "file-unreadable",
        UnreadReason.UnknownShape => "unknown-shape",
        UnreadReason.More => "more",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>What happened and what was kept, for people.</summary>
    public static string Sentence(UnreadReason reason) => reason switch
    {
        UnreadReason.NotJson => "no JSON, or cut off. The lines around it were read.",
        UnreadReason.NotUtf8 => "bytes that are no UTF-8. The counts were read.",
        UnreadReason.NegativeCount => "a counter below 0, read as 0.",
        UnreadReason.UnreadableCount => "a counter that is no whole number. The call was left out.",
        UnreadReason.NoTime => "no time that can be read. The call counts under \"unknown\".",
        UnreadReason.TooLong => "a line too long to be read.",
        UnreadReason.FileUnreadable => "a file that could not be opened or read. What was known of it stays.",
        UnreadReason.UnknownShape => "JSON of a shape that this agent is not known to write.",
        UnreadReason.More => "more such lines than are listed one by one.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
