using Claudeonomics.Core.People;

namespace Claudeonomics.Core.Ranking;

/// <summary>On which company days a person counts, and under which row of a board.</summary>
/// <param name="Person">Ordinal in <see cref="Roster.People"/>.</param>
/// <param name="Row">From 0, below <see cref="BoardScope.Rows"/>.</param>
/// <param name="From">First day; <see cref="DateOnly.MinValue"/> for always.</param>
/// <param name="Until">First day after; <see cref="DateOnly.MaxValue"/> for always.</param>
public readonly record struct ScopeSpan(int Person, int Row, DateOnly From, DateOnly Until)
{
    public bool IsAlways => From == DateOnly.MinValue && Until == DateOnly.MaxValue;
}

/// <summary>Who counts on a board, when, and in which row: one idea for people, teams, a team's subtree and dated membership.</summary>
/// <remarks>
/// Who has no span is nowhere. A person and day belong to at most one row, so rows never share a token. Immutable, and independent
/// of any window: one object serves every window of a roster, so what is derived from it can be kept beside the object itself.
/// </remarks>
public sealed class BoardScope
{
    private readonly ScopeSpan[] _spans;

    /// <param name="people">How many people the roster has.</param>
    /// <param name="spans">Ordered by person, then by day; spans of one person do not overlap.</param>
    /// <exception cref="ArgumentException">Out of order, overlapping, empty, or a row or person that does not exist.</exception>
    public BoardScope(int people, int rows, ScopeSpan[] spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        (People, Rows, _spans) = (people, rows, spans);
        for (var i = 0; i < spans.Length; i++)
        {
            ref readonly var span = ref spans[i];
            var follows = i == 0 || spans[i - 1].Person < span.Person
                || (spans[i - 1].Person == span.Person && spans[i - 1].Until <= span.From);
            if (!follows || span.From >= span.Until || (uint)span.Row >= (uint)rows || (uint)span.Person >= (uint)people)
            {
                throw new ArgumentException($"span {i} of {spans.Length} is out of place: {span}", nameof(spans));
            }
        }
    }

    /// <summary>How many rows the board's arrays have.</summary>
    public int Rows { get; }

    /// <summary>How many people the roster has.</summary>
    public int People { get; }

    /// <summary>Ordered by person, then by day.</summary>
    public ReadOnlySpan<ScopeSpan> Spans => _spans;

    /// <summary>The spans of one person, in order of days; most often none or one that is always.</summary>
    public ReadOnlySpan<ScopeSpan> SpansOf(int person)
    {
        var (low, high) = (0, _spans.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _spans[middle].Person < person ? (middle + 1, high) : (low, middle);
        }

        var end = low;
        while (end < _spans.Length && _spans[end].Person == person)
        {
            end++;
        }

        return _spans.AsSpan(low..end);
    }

    /// <returns>The row under which a person counts on a day, or -1.</returns>
    public int RowOf(int person, DateOnly day)
    {
        foreach (ref readonly var span in SpansOf(person))
        {
            if (day >= span.From && day < span.Until)
            {
                return span.Row;
            }
        }

        return -1;
    }
}
