using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Reads the counts of one record and remembers the first thing that was wrong with any.</summary>
/// <remarks>Counts up to 10^15 are exact in a double (below 2^53), so one path reads every spelling of a number.</remarks>
internal ref struct Counts(in Record record)
{
    /// <summary>No number that is read is larger.</summary>
    public const double Max = 1e15;

    /// <summary>No call has more tokens of one kind, or costs more micro-dollars: a hundred times what any model takes. Sums of 64 bits hold a
    /// thousand million of them.</summary>
    public const double MaxOfCall = 1e9;

    /// <summary>No counter of a conversation stands higher, and no day of a model has more tokens of one kind: a hundred times what anybody was
    /// ever seen to use in a day.</summary>
    public const double MaxOfSum = 1e12;

    private readonly Record _record = record;

    /// <summary>At least one of the counts asked for is there.</summary>
    public bool Any { get; private set; }

    /// <summary>Why the record cannot be believed; <see langword="null"/> when every count was one.</summary>
    public DropReason? Problem { get; private set; }

    /// <summary>The count; 0 when it is absent.</summary>
    public long Of(AttributeName name) => TryRead(name, 1) ?? 0;

    /// <summary>The first of two spellings that is there, newest first; 0 when both are absent.</summary>
    public long Of(AttributeName name, AttributeName older) => TryRead(name, 1) ?? TryRead(older, 1) ?? 0;

    /// <summary>The value times a scale, or <see langword="null"/> when it is absent.</summary>
    public long? TryRead(AttributeName name, double scale)
    {
        if (!_record.TryGetNumber(name, out var number))
        {
            return null;
        }

        Any = true;
        Problem ??= Check(number * scale, MaxOfCall, out _);
        return Problem is null ? (long)Math.Round(number * scale) : 0;
    }

    /// <summary>Whether a number can be a count.</summary>
    /// <returns>Why not, or <see langword="null"/>; then <paramref name="count"/> is the nearest whole number.</returns>
    public static DropReason? Check(double number, double max, out long count)
    {
        count = 0;
        if (!(number <= max))
        {
            return DropReason.UnreadableCount;
        }

        if (number < 0)
        {
            return double.IsNegativeInfinity(number) ? DropReason.UnreadableCount : DropReason.NegativeCount;
        }

        count = (long)Math.Round(number);
        return null;
    }
}
