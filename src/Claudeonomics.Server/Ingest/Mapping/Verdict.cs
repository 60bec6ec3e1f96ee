using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>What became of one record: accepted, of no interest, or rejected with a reason of the closed set.</summary>
internal readonly record struct Verdict
{
    private readonly byte _code;

    private Verdict(byte code) => _code = code;

    /// <summary>Nothing in the record is a fact for us. It is counted, and it is no error.</summary>
    public static Verdict Ignored => default;

    /// <summary>The record became a fact.</summary>
    public static Verdict Accepted => new(1);

    public static Verdict Rejected(DropReason reason) => new((byte)(2 + (byte)reason));

    public bool IsAccepted => _code == 1;

    /// <summary>Why it was rejected; <see langword="null"/> when it was not.</summary>
    public DropReason? Reason => _code >= 2 ? (DropReason)(_code - 2) : null;
}
