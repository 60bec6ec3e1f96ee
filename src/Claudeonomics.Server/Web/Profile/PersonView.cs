using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Drawing;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Server.Web.Text;

namespace Claudeonomics.Server.Web.Profile;

/// <summary>One person's page.</summary>
/// <param name="IsOwn">The viewer's own: only then are there hours, conversations and settings.</param>
/// <param name="Year">The last 53 weeks; <see langword="null"/> where others see no more of somebody than a board's row.</param>
/// <param name="Models">By model, over <paramref name="Span"/>.</param>
/// <param name="Zone">Of hours and conversations.</param>
/// <param name="Explanation">Of the classic board in its default window; <see langword="null"/> for who does not take part.</param>
public sealed record PersonView(
    RosterPerson Person, RosterTeam? Team, bool IsOwn, DateOnly Today, UsageSums? Year, IReadOnlyDictionary<DateOnly, long> Days,
    ChartSpan Span, AreaSeries Models, BoardExplanation? Explanation, IReadOnlyList<long>? Hours, IReadOnlyList<Conversation>? Conversations,
    TimeZoneInfo Zone)
{
    private const int Weeks = 53;

    // Roll-ups by hour are kept 62 days.
    private const int HourDays = 30;
    private const int MostConversations = 10;

    internal static PersonView Of(int ordinal, bool isOwn, ChartSpan span, IBoards boards, IUsageReader usage, RosterIndex roster, TimeZoneInfo zone)
    {
        var person = roster.Scopes.Roster.People[ordinal];
        var subject = new UsageSubject.Person(ordinal);
        var today = boards.Today;
        var explanation = boards.Explain(BoardAddress.Default.QueryOn(today), person.Id, isOwn);
        if (!isOwn && !boards.Policy.ShowsDaysAndDollars)
        {
            // What others see of somebody is their row on a board; their days are their own.
            return new(person, roster.TeamOf(ordinal, today), isOwn, today, null, new Dictionary<DateOnly, long>(), span, new([], []), explanation, null, null, zone);
        }

        var year = DayRange.LastDays(today, Weeks * 7);
        var rows = usage.Rows(subject, year, UsageGrouping.Day, UsageFilter.All);
        var byDay = rows.GroupBy(static row => DayOf(row.Key)).ToDictionary(static day => day.Key, static day => day.Sum(static row => row.Sums.Tokens.TotalTokens));
        var recent = DayRange.LastDays(today, HourDays);
        return new(
            person,
            roster.TeamOf(ordinal, today),
            isOwn,
            today,
            rows.Aggregate(default(UsageSums), static (sum, row) => sum + row.Sums),
            byDay,
            span,
            AreaSeries.Of(
                rows.Select(static row => (Words.Model(row.Model), DayOf(row.Key), row.Sums.Tokens.TotalTokens)),
                span.Until(today).Start, span.DaysPerStep, span.Steps),
            explanation,
            isOwn ? HoursOf(usage.Rows(subject, recent, UsageGrouping.Hour, UsageFilter.All), zone) : null,
            isOwn ? Conversation.Longest(usage.Rows(subject, recent, UsageGrouping.Conversation, UsageFilter.All), MostConversations) : null,
            zone);
    }

    private static DateOnly DayOf(string key) => DateOnly.ParseExact(key, "yyyy-MM-dd", null);

    private static long[] HoursOf(IReadOnlyList<UsageRow> rows, TimeZoneInfo zone)
    {
        var hours = new long[24];
        foreach (var row in rows)
        {
            var at = TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(row.Key, System.Globalization.CultureInfo.InvariantCulture), zone);
            hours[at.Hour] += row.Sums.Tokens.TotalTokens;
        }

        return hours;
    }
}

/// <summary>One conversation with an agent. It has no name: only its hash is known.</summary>
public sealed record Conversation(string Agent, string Model, DateTimeOffset From, TimeSpan Length, UsageSums Sums)
{
    internal static IReadOnlyList<Conversation> Longest(IReadOnlyList<UsageRow> rows, int most) =>
        [.. rows.Where(static row => row is { FirstAt: not null, LastAt: not null })
            .GroupBy(static row => row.Key, StringComparer.Ordinal)
            .Select(static rows =>
            {
                var first = rows.First();
                var from = rows.Min(static row => row.FirstAt!.Value);
                return new Conversation(
                    first.Agent, first.Model, from, rows.Max(static row => row.LastAt!.Value) - from,
                    rows.Aggregate(default(UsageSums), static (sum, row) => sum + row.Sums));
            })
            .OrderByDescending(static conversation => conversation.Length)
            .Take(most)];
}
