using System.Globalization;

namespace Claudeonomics.Core.Ranking.Focus;

/// <summary>The focus of every month: twelve as shipped, and those that a company set itself.</summary>
public sealed class FocusCalendar
{
    private static readonly FocusMonth[] Shipped =
    [
        new("a steady start", [new(FocusMeasure.ActiveDays, 15)]),
        new("tests", [new(FocusMeasure.TestChanges, 20), new(FocusMeasure.AcceptedEdits, 60)]),
        new("new models", [new(FocusMeasure.Models, 3)]),
        new("tidying up", [new(FocusMeasure.LinesRemoved, 1_000)]),
        new("code review", [new(FocusMeasure.Reviews, 10), new(FocusMeasure.ReviewedEdits, 60)]),
        new("small steps", [new(FocusMeasure.Commits, 30)]),
        new("documentation", [new(FocusMeasure.DocumentationChanges, 10), new(FocusMeasure.AcceptedEdits, 60)]),
        new("finishing things", [new(FocusMeasure.PullRequests, 6), new(FocusMeasure.Commits, 30)]),
        new("steady work", [new(FocusMeasure.ActiveDays, 15)]),
        new("code review", [new(FocusMeasure.Reviews, 10), new(FocusMeasure.ReviewedEdits, 60)]),
        new("tests", [new(FocusMeasure.TestChanges, 20), new(FocusMeasure.AcceptedEdits, 60)]),
        new("documentation", [new(FocusMeasure.DocumentationChanges, 10), new(FocusMeasure.AcceptedEdits, 60)]),
    ];

    private static readonly Dictionary<string, FocusMeasure> Measures =
        Enum.GetValues<FocusMeasure>().ToDictionary(NameOf, static measure => measure, StringComparer.Ordinal);

    private readonly Dictionary<DateOnly, FocusMonth> _own;

    private FocusCalendar(Dictionary<DateOnly, FocusMonth> own) => _own = own;

    /// <summary>As shipped.</summary>
    public static FocusCalendar Default { get; } = new([]);

    /// <summary>The months that a company set itself, in words: what sets its rules apart. Empty as shipped.</summary>
    public string Own => string.Concat(_own.OrderBy(static month => month.Key).Select(static month =>
        $"focus.{month.Key:yyyy-MM}={month.Value.Name}:{string.Join(',', month.Value.Counts.Select(static count => $"{NameOf(count.Measure)} {count.Target}"))};"));

    /// <summary>The focus of a day's month.</summary>
    public FocusMonth Of(DateOnly day) => _own.GetValueOrDefault(new(day.Year, day.Month, 1)) ?? Shipped[day.Month - 1];

    /// <summary>Such as <c>pull-requests</c>.</summary>
    public static string NameOf(FocusMeasure measure) => measure switch
    {
        FocusMeasure.ActiveDays => "active-days",
        FocusMeasure.AcceptedEdits => "accepted-edits",
        FocusMeasure.ReviewedEdits => "reviewed-edits",
        FocusMeasure.Commits => "commits",
        FocusMeasure.PullRequests => "pull-requests",
        FocusMeasure.LinesRemoved => "lines-removed",
        FocusMeasure.Models => "models",
        FocusMeasure.TestChanges => "test-changes",
        FocusMeasure.DocumentationChanges => "documentation-changes",
        FocusMeasure.Reviews => "reviews",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, null),
    };

    /// <exception cref="FormatException">No measure is called so.</exception>
    public static FocusMeasure MeasureOf(string name) =>
        Measures.TryGetValue(name, out var measure) ? measure : throw new FormatException($"nothing is counted as '{name}'");

    /// <summary>Reads months of a company's own: <c>2026-12</c> and <c>fewer bugs: test-changes 20, commits 30</c>.</summary>
    /// <exception cref="FormatException">A month, measure or target that cannot be; the message says which.</exception>
    public static FocusCalendar Parse(IEnumerable<KeyValuePair<string, string>> months)
    {
        ArgumentNullException.ThrowIfNull(months);
        var own = new Dictionary<DateOnly, FocusMonth>();
        foreach (var (month, text) in months)
        {
            if (!DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            {
                throw new FormatException($"'{month}' is no month: write it as 2026-12");
            }

            own[first] = Read(month, text);
        }

        return new(own);
    }

    private static FocusMonth Read(string month, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : text[..colon].Trim();
        if (name.Length is 0 or > 40)
        {
            throw new FormatException($"the focus of {month} needs a name of at most 40 characters and what it counts, as 'tests: test-changes 20, accepted-edits 60'");
        }

        var counts = new List<FocusCount>();
        foreach (var part in text[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 2 || !Measures.TryGetValue(words[0], out var measure)
                || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var target) || target is < 1 or > 1_000_000)
            {
                throw new FormatException($"the focus of {month} counts '{part}', but it takes a measure and a target, as 'commits 30'; there are {string.Join(", ", Measures.Keys)}");
            }

            counts.Add(new(measure, target));
        }

        return new(name, counts);
    }
}
