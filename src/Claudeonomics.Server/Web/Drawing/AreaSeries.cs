namespace Claudeonomics.Server.Web.Drawing;

/// <summary>Amounts of several things over equal spans of time, largest thing first.</summary>
/// <param name="Spans">What each span is called.</param>
/// <param name="Things">One list of amounts per thing, as long as <paramref name="Spans"/>.</param>
public sealed record AreaSeries(IReadOnlyList<string> Spans, IReadOnlyList<(string Name, IReadOnlyList<long> Amounts)> Things)
{
    /// <summary>As many shades as there are; the rest is put together.</summary>
    private const int MostThings = 5;

    public long Total => Things.Sum(static thing => thing.Amounts.Sum());

    /// <summary>Puts amounts into spans.</summary>
    /// <param name="amounts">Of a thing, on a day; days outside the spans are left out.</param>
    /// <param name="first">The first day of the first span.</param>
    /// <param name="daysPerSpan">At least 1.</param>
    /// <param name="spans">How many.</param>
    public static AreaSeries Of(
        IEnumerable<(string Thing, DateOnly Day, long Amount)> amounts, DateOnly first, int daysPerSpan, int spans)
    {
        var things = new Dictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var (thing, day, amount) in amounts)
        {
            var span = day < first ? -1 : (day.DayNumber - first.DayNumber) / daysPerSpan;
            if (span >= 0 && span < spans)
            {
                var row = things.TryGetValue(thing, out var known) ? known : things[thing] = new long[spans];
                row[span] += amount;
            }
        }

        var ordered = things.OrderByDescending(static thing => thing.Value.Sum()).ThenBy(static thing => thing.Key, StringComparer.Ordinal).ToList();
        List<(string, IReadOnlyList<long>)> shown = [.. ordered.Take(MostThings).Select(static thing => (thing.Key, (IReadOnlyList<long>)thing.Value))];
        if (ordered.Count > MostThings)
        {
            var rest = new long[spans];
            foreach (var (_, row) in ordered.Skip(MostThings))
            {
                for (var span = 0; span < spans; span++)
                {
                    rest[span] += row[span];
                }
            }

            shown.Add(("all others", rest));
        }

        return new([.. Enumerable.Range(0, spans).Select(span => Text.Words.ShortDay(first.AddDays(span * daysPerSpan)))], shown);
    }
}
