namespace Claudeonomics.Core.Ranking.Focus;

/// <summary>One way to measure a focus.</summary>
/// <param name="Target">What fills the focus at 5 working days a week; above 0.</param>
public readonly record struct FocusCount(FocusMeasure Measure, int Target);

/// <summary>What a month puts first.</summary>
/// <param name="Name">For people: <c>tests</c>.</param>
/// <param name="Counts">In order of preference: the first whose source is connected counts, so that a month is never without a measure.</param>
public sealed record FocusMonth(string Name, IReadOnlyList<FocusCount> Counts)
{
    /// <summary>The count that is used while only some measures have a source.</summary>
    /// <returns><see langword="null"/> when none has.</returns>
    public FocusCount? CountWith(Func<FocusMeasure, bool> isConnected)
    {
        ArgumentNullException.ThrowIfNull(isConnected);
        foreach (var count in Counts)
        {
            if (isConnected(count.Measure))
            {
                return count;
            }
        }

        return null;
    }
}
