namespace Claudeonomics.Core.Ranking;

/// <summary>Which titles a list shows: at least seven of ten recognitions on a page are ones that nobody had to win from anybody.</summary>
/// <remarks>Tiers and titles without rivals are all shown. Titles with rivals take the rest, from the top of the list down and the most
/// telling first; those that do not fit are on their owner's own page and in their opened row.</remarks>
public static class Recognitions
{
    private const int RivalsOfTen = 3;

    /// <summary>The rows with their <see cref="Standing.Recognitions"/>.</summary>
    /// <param name="rows">In the order in which they are shown.</param>
    public static Standing[] Choose(IReadOnlyList<Standing> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var shown = Choose([.. rows.Select(static row => (row.Tier, row.Titles))]);
        return [.. rows.Zip(shown, static (row, titles) => row with { Recognitions = titles })];
    }

    /// <summary>The titles to show of each row.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Choose(IReadOnlyList<(Tier Tier, IReadOnlyList<string> Titles)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var free = rows.Sum(static row => (row.Tier is Tier.None ? 0 : 1) + row.Titles.Count(static title => !Titles.HasRivals(title)));
        var room = free * RivalsOfTen / (10 - RivalsOfTen);
        var chosen = new IReadOnlyList<string>[rows.Count];
        for (var i = 0; i < chosen.Length; i++)
        {
            List<string> shown = [.. rows[i].Titles.Where(title => !Titles.HasRivals(title) || room-- > 0)];
            chosen[i] = shown.Count == rows[i].Titles.Count ? rows[i].Titles : shown;
        }

        return chosen;
    }
}
