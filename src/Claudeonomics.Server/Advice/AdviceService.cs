using System.Globalization;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Integrity;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Advice;

/// <summary>Keeps what habits cost people, week by week, and tells each their own.</summary>
public sealed class AdviceService(ControlDatabase control, FindingService findings, IRosterSource roster, IUsageReader usage) : IAdvice
{
    /// <summary>Days of advice that are kept and told: as many as the night looks back upon.</summary>
    public const int Days = CohortView.Days;

    // One change at a time writes, and nobody is to wait for a whole company's.
    private const int RowsPerChange = 2_000;

    private const decimal NanoPerUsd = 1_000_000_000m;
    private const string FirstDaySetting = "advice.first_day";
    private const string LastDaySetting = "advice.last_day";
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The last company day that advice was kept for; <see langword="null"/> before the first night.</summary>
    public async Task<DateOnly?> LastDayAsync(CancellationToken cancellationToken)
    {
        await using var db = control.Read();
        return await DayAsync(db, LastDaySetting, cancellationToken);
    }

    /// <summary>Keeps a week as far as it was read, in place of what was kept of it before.</summary>
    /// <param name="readFrom">The first day that was read for it, or for a week before it.</param>
    /// <param name="through">The last one. What is older than <see cref="Days"/> before it is forgotten.</param>
    /// <param name="lastDay">The last one there is: later ones were told of by a clock that was ahead.</param>
    public async Task SaveAsync(AdviceWeek week, DateOnly readFrom, DateOnly through, DateOnly lastDay, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(week);
        var from = DateOnly.FromDayNumber(week.FromDay);
        var oldest = OldestWeek(through);
        await ChangeAsync(db => db.PersonAdvices.Where(row => row.FromDay == from || row.FromDay < oldest).ExecuteDeleteAsync(), cancellationToken);
        foreach (var rows in week.Tallies.Select(pair => RowOf(from, pair.Key.PersonId, pair.Key.Kind, pair.Value)).Chunk(RowsPerChange))
        {
            await ChangeAsync(db => AddAsync(db, rows), cancellationToken);
        }

        await ChangeAsync(
            async db =>
            {
                if (await db.Settings.FindAsync(FirstDaySetting) is not { } first)
                {
                    db.Settings.Add(new() { Name = FirstDaySetting, Value = TextOf(readFrom) });
                }
                else if (string.CompareOrdinal(first.Value, TextOf(lastDay)) > 0)
                {
                    first.Value = TextOf(readFrom);
                }

                if (await db.Settings.FindAsync(LastDaySetting) is { } last)
                {
                    // Days that are read again after a restart were told of before.
                    var isKnown = string.CompareOrdinal(last.Value, TextOf(through)) > 0 && string.CompareOrdinal(last.Value, TextOf(lastDay)) <= 0;
                    last.Value = isKnown ? last.Value : TextOf(through);
                }
                else
                {
                    db.Settings.Add(new() { Name = LastDaySetting, Value = TextOf(through) });
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<OwnAdvice> OfPersonAsync(string personId, CancellationToken cancellationToken)
    {
        var rungs = (await findings.OfPersonAsync(personId, cancellationToken)).Where(static finding => finding.Step is LadderStep.Advice).ToList();
        await using var db = control.Read();
        if (await DayAsync(db, LastDaySetting, cancellationToken) is not { } through || await DayAsync(db, FirstDaySetting, cancellationToken) is not { } first)
        {
            return new(null, null, null, [], rungs);
        }

        var from = OldestWeek(through) is var oldest && oldest > first ? oldest : first;
        var rows = await db.PersonAdvices.Where(row => row.PersonId == personId && row.FromDay >= oldest).OrderBy(row => row.FromDay).ToListAsync(cancellationToken);
        var spent = Spent(personId, new(from, through.AddDays(1)));
        return new(
            from, through, spent.ListCostUsd,
            [
                .. rows.GroupBy(static row => row.Kind).Select(static group => Sum(group.Key, [.. group]))
                    .Where(habit => habit.SavedUsd > spent.ListCostNanoUsd / NanoPerUsd / Habits.LeastShare)
                    .OrderByDescending(static habit => habit.SavedUsd),
            ],
            rungs);
    }

    // Whole weeks, so that the sums of what is told and of what was spent are about the same days.
    private static DateOnly OldestWeek(DateOnly through) => DateOnly.FromDayNumber(AssessedWeek.Of(through.AddDays(1 - Days)).From);

    private static async Task<DateOnly?> DayAsync(ControlContext db, string setting, CancellationToken cancellationToken) =>
        await db.Settings.Where(row => row.Name == setting).Select(row => row.Value).FirstOrDefaultAsync(cancellationToken) is { } day
            ? DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture)
            : null;

    private static string TextOf(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private UsageSums Spent(string personId, DayRange days)
    {
        var people = roster.Current.People;
        var ordinal = 0;
        while (ordinal < people.Count && people[ordinal].Id != personId)
        {
            ordinal++;
        }

        return ordinal < people.Count
            ? usage.Rows(new UsageSubject.Person(ordinal), days, UsageGrouping.Model, UsageFilter.All).Aggregate(default(UsageSums), static (sum, row) => sum + row.Sums)
            : default;
    }

    private static HabitAdvice Sum(AdviceKind kind, IReadOnlyList<PersonAdvice> weeks) => new(
        kind, weeks.Sum(static week => week.SavedNanoUsd) / NanoPerUsd, weeks.Sum(static week => week.Requests), weeks.Sum(static week => week.Days),
        weeks.Sum(static week => week.UnpricedRequests),
        [.. weeks.SelectMany(static week => week.InsteadModels.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().Order(StringComparer.Ordinal)],
        [
            .. weeks.Where(static week => week.MostSavedNanoUsd > 0).OrderByDescending(static week => week.MostSavedNanoUsd)
                .Select(static week => new AdviceExample(week.MostAt, week.MostSavedNanoUsd / NanoPerUsd)),
        ]);

    private static PersonAdvice RowOf(DateOnly from, string personId, AdviceKind kind, HabitTally tally) => new()
    {
        PersonId = personId,
        FromDay = from,
        Kind = kind,
        SavedNanoUsd = tally.SavedNanoUsd,
        Requests = tally.Requests,
        UnpricedRequests = tally.UnpricedRequests,
        Days = tally.Days,
        InsteadModels = string.Join(' ', tally.InsteadModels),
        MostAt = DateTimeOffset.FromUnixTimeMilliseconds(tally.MostAtMs),
        MostSavedNanoUsd = tally.MostSavedNanoUsd,
    };

    // Somebody may have been erased since the day was read.
    private static async Task AddAsync(ControlContext db, PersonAdvice[] rows)
    {
        var ids = rows.Select(static row => row.PersonId).Distinct().ToList();
        var known = (await db.People.Where(person => ids.Contains(person.Id)).Select(person => person.Id).ToListAsync()).ToHashSet();
        db.PersonAdvices.AddRange(rows.Where(row => known.Contains(row.PersonId)));
    }

    private Task<bool> ChangeAsync(Func<ControlContext, Task> change, CancellationToken cancellationToken) =>
        control.ChangeAsync(
            async db =>
            {
                await change(db);
                return true;
            },
            static (_, _) => { },
            cancellationToken);
}
