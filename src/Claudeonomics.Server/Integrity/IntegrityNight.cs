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
/// Each day is read twice: when it is over, and a week later, when devices have sent what they held back. Raw facts are read part by part, beside the
/// ledger's writer, which never waits, and once for both when both want a day. What is kept of them is in memory: after a restart the last 28 days of each
/// are read again.
/// </remarks>
public sealed class IntegrityNight(
    DataDirectory directory, CompanyCalendar calendar, CostCalculator prices, IRosterSource roster, FindingService findings, AdviceService advice,
    TimeProvider clock) : IDisposable
{
    /// <summary>After so many days a day is looked at for the second and last time.</summary>
    public const int DaysUntilSecondLook = 7;

    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly DayPass _first = new(daysBehind: 0);
    private readonly DayPass _second = new(DaysUntilSecondLook);
    private AdviceWeek? _advice;

    /// <summary>The last day that was read.</summary>
    public DateOnly? LastDay => _first.LastDay;

    public double? LastRunSeconds { get; private set; }

    /// <summary>Participants with usage in the last week that was judged; <see langword="null"/> until one was since the start.</summary>
    public int? People { get; private set; }

    /// <summary>Reads and judges everything up to yesterday.</summary>
    /// <returns>Findings that are new.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) =>
        RunAsync(calendar.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds()).AddDays(-1), cancellationToken);

    /// <param name="through">The last day; later ones are left alone.</param>
    /// <inheritdoc cref="RunAsync(CancellationToken)"/>
    public async Task<int> RunAsync(DateOnly through, CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken);
        var isKept = true;
        try
        {
            var stamp = clock.GetTimestamp();
            var found = 0;
            var (judged, judgedTwice) = await findings.LastWeeksAsync(cancellationToken);

            // Weeks that are yet to come were judged by a clock that was ahead, without their facts.
            (judged, judgedTwice) = (judged > through ? null : judged, judgedTwice > through ? null : judgedTwice);
            var declared = await findings.DeclaredAsync(cancellationToken);
            var advised = await advice.LastDayAsync(cancellationToken);
            var (first, second) = (_first.Begin(through), _second.Begin(through));
            for (var day = second < first ? second : first; day <= through; day = day.AddDays(1))
            {
                if (!_first.Wants(day) && !_second.Wants(day))
                {
                    continue;
                }

                isKept = true;
                var people = new PeopleOfDay(roster.Current, day);
                var conversations = await Task.Factory.StartNew(
                    () => DayScan.Read(directory.Path, day, calendar, prices, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                isKept = false;
                var week = AssessedWeek.Of(day);
                var isEndOfWeek = week.Until == day.DayNumber;
                if (_second.Wants(day))
                {
                    Read(_second, day, conversations, people, declared);
                    if (isEndOfWeek)
                    {
                        // What nobody has judged yet is the first look's.
                        found += await JudgeAsync(_second, week, people, isWanted: day <= judged && !(day <= judgedTwice), isSecond: true, cancellationToken);
                    }
                }

                if (!_first.Wants(day))
                {
                    continue;
                }

                if (_advice?.FromDay != week.From)
                {
                    _advice = new(week.From);
                }

                _first.Run.Looked = (person, list, _) => _advice.Add(people.IdOf(person), list);
                Read(_first, day, conversations, people, declared);

                // Help first: what habits cost is kept before anything is judged.
                if (isEndOfWeek || day == through)
                {
                    await SaveAdviceAsync(_advice, day, through, isFirst: advised is null, cancellationToken);
                }

                if (isEndOfWeek)
                {
                    found += await JudgeAsync(_first, week, people, isWanted: !(day <= judged), isSecond: false, cancellationToken);
                }
            }

            isKept = true;
            LastRunSeconds = clock.GetElapsedTime(stamp).TotalSeconds;
            return found;
        }
        finally
        {
            if (!isKept)
            {
                // A week whose days count as read would never be judged.
                _first.Forget();
                _second.Forget();
            }

            _running.Release();
        }
    }

    public void Dispose() => _running.Dispose();

    private static void Read(DayPass pass, DateOnly day, List<ConversationDay> conversations, PeopleOfDay people, IReadOnlySet<string> declared)
    {
        pass.Run.ReadDay(day.DayNumber, conversations, people.PersonOf, person => declared.Contains(people.IdOf(person)));
        pass.HasRead(day);
    }

    // The first time, and after a restart, the first week may be read in part; what was kept of the whole of it is better.
    private async Task SaveAdviceAsync(AdviceWeek week, DateOnly through, DateOnly lastDay, bool isFirst, CancellationToken cancellationToken)
    {
        if (isFirst || week.FromDay >= _first.ReadFrom.DayNumber)
        {
            await advice.SaveAsync(week, _first.ReadFrom, through, lastDay, cancellationToken);
        }
    }

    private async Task<int> JudgeAsync(
        DayPass pass, AssessedWeek week, PeopleOfDay people, bool isWanted, bool isSecond, CancellationToken cancellationToken)
    {
        var advised = await findings.AdvisedAsync(DateOnly.FromDayNumber(week.Until), cancellationToken);
        var assessment = pass.Run.Assess(week, (person, kind) => advised[(people.IdOf(person), kind)].Select(static day => (int?)day.DayNumber).FirstOrDefault());
        People = isSecond ? People : assessment.People;

        // Somebody may take no part any more since the first of the days was read.
        assessment = assessment with { Findings = [.. assessment.Findings.Where(finding => people.Participates(finding.Person))] };
        return isWanted ? await findings.SaveAsync(assessment, isSecond, people.IdOf, pass.Run.AgentOf, cancellationToken) : 0;
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

        public bool Participates(int person) => _roster.People[person].Participates;

        public string IdOf(int person) => _roster.People[person].Id;
    }
}
