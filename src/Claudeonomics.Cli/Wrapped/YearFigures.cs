using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Cli.Wrapped;

/// <summary>A model's or agent's part of a year.</summary>
internal sealed record YearPart(string Name, long Tokens);

/// <summary>A year of this machine's agents. Calls without a time are in none.</summary>
/// <param name="Sums">Of all calls; first and last tell when they were answered.</param>
/// <param name="Days">Tokens of each day of the year, from the first of January on.</param>
/// <param name="ActiveDays">Days with a call.</param>
/// <param name="LongestStreak">So many days one after the other had a call.</param>
/// <param name="Conversations">How many conversations have a name.</param>
/// <param name="Models">The largest first.</param>
/// <param name="Agents">The largest first.</param>
internal sealed record YearFigures(
    int Year, UsageSums Sums, IReadOnlyList<long> Days, int ActiveDays, int LongestStreak, int Conversations, IReadOnlyList<YearPart> Models,
    IReadOnlyList<YearPart> Agents)
{
    public DateOnly First => new(Year, 1, 1);

    /// <summary>The day of most tokens, the earlier one of two.</summary>
    public int BusiestDay => Enumerable.Range(0, Days.Count).MaxBy(day => Days[day]);

    /// <summary>How much of what models were sent was read from a cache; null when they were sent nothing.</summary>
    public double? CacheShare => Sums.TotalTokens - Sums.Output is > 0 and var sent ? (double)Sums.CacheRead / sent : null;

    /// <param name="calendar">Where days begin.</param>
    public static YearFigures Of(MemoryState state, int year, CompanyCalendar calendar)
    {
        var first = new DateOnly(year, 1, 1);
        var (from, until) = (calendar.StartMsOf(first), calendar.StartMsOf(first.AddYears(1)));
        var (sums, days, requests) = (default(UsageSums), new long[DateTime.IsLeapYear(year) ? 366 : 365], new long[366]);
        var (conversations, models, agents) = (new Dictionary<int, long>(), new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var (key, cell) in state.AllCells)
        {
            if (key.Quarter == CellKey.NoTime || key.StartUnixMs < from || key.StartUnixMs >= until)
            {
                continue;
            }

            var day = calendar.DayOf(key.StartUnixMs).DayNumber - first.DayNumber;
            var origin = state.Names.Origins[key.Origin];
            sums.Add(cell);
            days[day] += cell.TotalTokens;
            requests[day] += cell.Requests;
            conversations[key.Conversation] = conversations.GetValueOrDefault(key.Conversation) + cell.Requests;
            Add(models, ModelName.Of(origin).Name, cell.TotalTokens);
            Add(agents, origin.Agent, cell.TotalTokens);
        }

        return new(
            year, sums, days, requests.Count(static count => count > 0), LongestRun(requests),
            conversations.Count(static conversation => conversation.Key != 0 && conversation.Value > 0), Largest(models), Largest(agents));
    }

    private static void Add(Dictionary<string, long> parts, string name, long tokens) => parts[name] = parts.GetValueOrDefault(name) + tokens;

    private static YearPart[] Largest(Dictionary<string, long> parts) =>
    [
        .. parts.Where(static part => part.Value > 0).OrderByDescending(static part => part.Value).ThenBy(static part => part.Key, StringComparer.Ordinal)
            .Select(static part => new YearPart(part.Key, part.Value)),
    ];

    private static int LongestRun(long[] requests)
    {
        var (longest, run) = (0, 0);
        foreach (var count in requests)
        {
            run = count > 0 ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
