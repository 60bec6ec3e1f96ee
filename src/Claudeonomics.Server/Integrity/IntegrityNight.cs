using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Advice;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Integrity;

/// <summary>Goes through the days that were not read yet and judges the weeks that ended with them.</summary>
/// <remarks>
/// Raw facts of a day are read once, part by part, beside the ledger's writer, which never waits. What is kept of them is in memory: after a restart the
/// last 28 days are read again. Findings of weeks that were judged stay as they are.
/// </remarks>
public sealed class IntegrityNight(
    DataDirectory directory, CompanyCalendar calendar, CostCalculator prices, IRosterSource roster, FindingService findings, AdviceService advice,
    TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _running = new(1, 1);
    private IntegrityRun _run = new(IntegrityRules.Default);
    private DateOnly _readFrom;
    private AdviceWeek? _advice;

    /// <summary>The last day that was read.</summary>
    public DateOnly? LastDay { get; private set; }

    public double? LastRunSeconds { get; private set; }

    /// <summary>Participants with usage in the last week that was judged.</summary>
    public int People { get; private set; }

    /// <summary>Reads and judges everything up to yesterday.</summary>
    /// <returns>Findings that are new.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) =>
        RunAsync(calendar.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds()).AddDays(-1), cancellationToken);

    /// <param name="through">The last day; later ones are left alone.</param>
    /// <inheritdoc cref="RunAsync(CancellationToken)"/>
    public async Task<int> RunAsync(DateOnly through, CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken);
        try
        {
            var stamp = clock.GetTimestamp();
            var found = 0;
            var judged = await findings.LastWeekAsync(cancellationToken);
            var declared = await findings.DeclaredAsync(cancellationToken);
            var advised = await advice.LastDayAsync(cancellationToken);
            for (var day = FirstDay(through); day <= through; day = day.AddDays(1))
            {
                var people = new PeopleOfDay(roster.Current, day);
                var conversations = await Task.Factory.StartNew(
                    () => Read(day, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                var week = AssessedWeek.Of(day);
                if (_advice?.FromDay != week.From)
                {
                    _advice = new(week.From);
                }

                _run.Looked = (person, list, _) => _advice.Add(people.IdOf(person), list);
                _run.ReadDay(day.DayNumber, conversations, people.PersonOf, person => declared.Contains(people.IdOf(person)));
                LastDay = day;

                // Help first: what habits cost is kept before anything is judged.
                if (week.Until == day.DayNumber || day == through)
                {
                    await SaveAdviceAsync(_advice, day, isFirst: advised is null, cancellationToken);
                }

                if (week.Until == day.DayNumber)
                {
                    found += await JudgeAsync(week, people, isNew: judged is null || day > judged, cancellationToken);
                }
            }

            LastRunSeconds = clock.GetElapsedTime(stamp).TotalSeconds;
            return found;
        }
        finally
        {
            _running.Release();
        }
    }

    public void Dispose() => _running.Dispose();

    // The first time, and after a restart, what is usual has to be learnt again.
    private DateOnly FirstDay(DateOnly through)
    {
        var earliest = through.AddDays(1 - CohortView.Days);
        if (LastDay is { } last && last >= earliest.AddDays(-1))
        {
            return last.AddDays(1);
        }

        _run = new(IntegrityRules.Default);
        (_readFrom, _advice) = (earliest, null);
        return earliest;
    }

    // After a restart the first week may be read in part; what was kept of the whole of it is better.
    private async Task SaveAdviceAsync(AdviceWeek week, DateOnly through, bool isFirst, CancellationToken cancellationToken)
    {
        if (isFirst || week.FromDay >= _readFrom.DayNumber)
        {
            await advice.SaveAsync(week, _readFrom, through, cancellationToken);
        }
    }

    private List<ConversationDay> Read(DateOnly day, CancellationToken cancellationToken) =>
        DayScan.Read(directory.Path, day, calendar, prices, cancellationToken);

    private async Task<int> JudgeAsync(AssessedWeek week, PeopleOfDay people, bool isNew, CancellationToken cancellationToken)
    {
        var advised = await findings.AdvisedAsync(DateOnly.FromDayNumber(week.Until), cancellationToken);
        var assessment = _run.Assess(week, (person, kind) => advised[(people.IdOf(person), kind)].Select(static day => (int?)day.DayNumber).FirstOrDefault());
        People = assessment.People;
        if (!isNew)
        {
            return 0;
        }

        await findings.SaveAsync(assessment, people.IdOf, _run.AgentOf, cancellationToken);
        return assessment.Findings.Count;
    }

    /// <summary>Whose an identity is on a day. Only participants: nothing is worked out about anybody else.</summary>
    private sealed class PeopleOfDay
    {
        private readonly Dictionary<int, int> _people = [];
        private readonly Roster _roster;

        public PeopleOfDay(Roster roster, DateOnly day)
        {
            _roster = roster;
            foreach (var link in roster.Links)
            {
                if (link.From <= day && day < link.Until && roster.People[link.Person].Participates)
                {
                    _people[link.Identity] = link.Person;
                }
            }
        }

        public int PersonOf(int identity) => _people.GetValueOrDefault(identity, -1);

        public string IdOf(int person) => _roster.People[person].Id;
    }
}
