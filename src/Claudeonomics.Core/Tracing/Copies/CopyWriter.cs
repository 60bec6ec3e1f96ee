namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>Rounds the figures of one copy as no other copy has them. docs/tracing.md says how, and how far from the truth.</summary>
public sealed class CopyWriter(CopyCode code)
{
    /// <summary>Whole numbers below it stay as they are: they have no digits to spare.</summary>
    public const int LeastWhole = 1_000;

    // What a decimal holds four digits of; no board shows anything beyond.
    private const double Smallest = 1e-9;
    private const double Largest = 1e15;

    /// <summary>How far a marked figure is from what it was made of, at most, as a part of it: one and a half of the third digit and four of the fourth, where the first three
    /// are 100.</summary>
    public const double FarthestShare = 0.019;

    /// <summary>A whole number.</summary>
    /// <param name="name">Of the row it is in, as the copy writes it.</param>
    public long Whole(string name, long value) => value < LeastWhole ? value : (long)Marked(name, value);

    /// <summary>A number with a point.</summary>
    /// <param name="name">Of the row it is in, as the copy writes it.</param>
    public decimal Real(string name, double value) =>
        Math.Abs(value) is >= Smallest and <= Largest ? Math.Sign(value) * Marked(name, (decimal)Math.Abs(value)) : 0;

    private decimal Marked(string name, decimal value)
    {
        // value = scaled * unit, with three digits before the point.
        var (scaled, unit) = (value, 1m);
        while (scaled >= 1_000)
        {
            (scaled, unit) = (scaled / 10, unit * 10);
        }

        while (scaled < 100)
        {
            (scaled, unit) = (scaled * 10, unit / 10);
        }

        var lead = LeadNear(scaled);
        return ((10 * lead) + MarkedDigits.LastOf(lead, code.NumberOf(CopyCode.AskLast(CopyNames.Fold(name), lead)))) * (unit / 10);
    }

    // The nearest that is even or odd as the copy has it after its first two digits. One next to it with the same two always is, so that it is at most one away.
    private int LeadNear(decimal scaled)
    {
        var nearest = Math.Clamp((int)Math.Round(scaled, MidpointRounding.AwayFromZero), 100, 999);
        var side = scaled > nearest || (scaled == nearest && IsOwn(nearest, bit: 1)) ? 1 : -1;
        foreach (var lead in (ReadOnlySpan<int>)[nearest, nearest + side, nearest - side])
        {
            if (lead is >= 100 and <= 999 && IsOwn(lead, bit: 0))
            {
                return lead;
            }
        }

        throw new InvalidOperationException($"No neighbour of {nearest} is this copy's.");
    }

    private bool IsOwn(int lead, int bit) => (code.NumberOf(CopyCode.AskParity(lead / 10)) >> bit & 1) == (ulong)(lead & 1);
}
