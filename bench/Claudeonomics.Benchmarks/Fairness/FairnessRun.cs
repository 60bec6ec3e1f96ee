using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;
using Claudeonomics.Simulator.Fairness;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>Plays a population day by day through the integrity rules, as the nightly run does, and keeps what they said beside the truth.</summary>
public sealed class FairnessRun
{
    // The night begins three hours after the day; what comes later than that is not seen.
    private const long NightMs = 3 * 3_600_000;
    private const long MsPerDay = 86_400_000;

    private readonly IExportSource _source;
    private readonly IntegrityRules _rules;
    private readonly CompanyCalendar _calendar = new(TimeZoneInfo.Utc);
    private readonly ConversationDayReader _reader;
    private readonly PersonDayReader _people;
    private readonly PrintHistory _prints = new();
    private readonly SortedDictionary<int, DayFacts> _open = [];
    private readonly Queue<CohortDay> _cohorts = new();
    private readonly Dictionary<(int Person, FindingKind Kind), List<int>> _advised = [];
    private readonly List<PersonDay>[] _week;
    private int _nextDay;

    public FairnessRun(IExportSource source, DateOnly firstDay, IntegrityRules rules)
    {
        (_source, _rules, _nextDay) = (source, rules, firstDay.DayNumber);
        FirstDay = firstDay.DayNumber;
        _reader = new(_calendar, new CostCalculator(PriceBook.Embedded));
        _people = new(rules, _prints);
        _week = [.. source.People.Select(static _ => new List<PersonDay>(7))];
    }

    public int FirstDay { get; }

    public IReadOnlyList<SimulatedPerson> People => _source.People;

    public List<Finding> Findings { get; } = [];

    /// <summary>Weeks in which somebody used anything, by ordinal.</summary>
    public Dictionary<int, int> ActiveWeeks { get; } = [];

    /// <summary>Tokens by whose conversation and day they are: all, and those that were wasted or forged.</summary>
    public Dictionary<(int Person, ulong Conversation), (long All, long Bad)> Truth { get; } = [];

    public long Facts { get; private set; }

    public long TooLate { get; private set; }

    public int Held { get; private set; }

    /// <summary>Called for each day of each person that the rules looked at, for who wants to look closer.</summary>
    public Action<int, IReadOnlyList<ConversationDay>, CohortView>? Looked { get; set; }

    public void Run()
    {
        var hash = new KeyedHash(new byte[16]);
        var writer = new FactWriter(hash, [.. Enumerable.Range(1, _source.People.Count)], Who.Known);
        var batch = new FactBatch();
        while (_source.TryRead(out var export))
        {
            while (export.ArrivedAtUnixMs >= EndOf(_nextDay) + NightMs)
            {
                Night();
            }

            batch.Clear();
            writer.Write(export, batch);
            Keep(batch);
            AddTruth(export, batch);
        }

        while (_open.Count > 0)
        {
            Night();
        }
    }

    private static long EndOf(int day) => (day - new DateOnly(1970, 1, 1).DayNumber + 1) * MsPerDay;

    private void Keep(FactBatch batch)
    {
        foreach (ref readonly var call in batch.Calls)
        {
            Of(call.AtUnixMs)?.Add(call);
        }

        foreach (ref readonly var signal in batch.Signals)
        {
            Of(signal.AtUnixMs)?.Add(signal);
        }

        foreach (ref readonly var point in batch.Counters)
        {
            Of(point.AtUnixMs)?.Add(point);
        }
    }

    private DayFacts? Of(long atMs)
    {
        Facts++;
        var day = _calendar.DayNumberOf(atMs);
        if (day < _nextDay)
        {
            TooLate++;
            return null;
        }

        if (!_open.TryGetValue(day, out var facts))
        {
            _open.Add(day, facts = new());
        }

        return facts;
    }

    private void AddTruth(in Export export, FactBatch batch)
    {
        if (export.IsResend)
        {
            return;
        }

        foreach (ref readonly var call in batch.Calls)
        {
            var key = (export.PersonOrdinal, call.Conversation);
            var (all, bad) = Truth.GetValueOrDefault(key);
            var tokens = call.Usage.TotalTokens;
            Truth[key] = (all + tokens, bad + (export.Worth is Worth.Useful ? 0 : tokens));
        }
    }

    private void Night()
    {
        var day = _nextDay++;
        if (_open.Remove(day, out var facts))
        {
            ReadDay(day, facts);
        }

        if ((day - FirstDay) % 7 == 6)
        {
            AssessWeek(day);
        }

        _prints.ForgetBefore(EndOf(day - _rules.ReplayDays));
    }

    private void ReadDay(int day, DayFacts facts)
    {
        var byPerson = new Dictionary<int, List<ConversationDay>>();
        var read = new List<ConversationDay>();
        foreach (var (conversation, content) in facts.Conversations)
        {
            read.Clear();
            _reader.Read(conversation, content.Facts, content.Signals, read);
            foreach (var part in read.Where(part => part.Day == day))
            {
                var person = part.Identity - 1;
                if (!byPerson.TryGetValue(person, out var list))
                {
                    byPerson.Add(person, list = []);
                }

                list.Add(part);
            }
        }

        AddCohort(byPerson);
        var view = new CohortView(_cohorts, _rules.CohortPeople);
        foreach (var (person, list) in byPerson.OrderBy(static pair => pair.Key))
        {
            _week[person].Add(_people.Read(person, day, list, static identity => identity - 1, view, IsDeclared(person)));
            Looked?.Invoke(person, list, view);
        }
    }

    private void AddCohort(Dictionary<int, List<ConversationDay>> byPerson)
    {
        var cohort = new CohortDay();
        foreach (var (person, list) in byPerson)
        {
            foreach (var largest in list.Where(day => day.Calls >= _rules.LeastCalls && !day.IsHeadless).GroupBy(static day => day.Main)
                .Select(static group => group.MaxBy(static day => day.Weighted)!))
            {
                cohort.Add(person, largest);
            }
        }

        _cohorts.Enqueue(cohort);
        if (_cohorts.Count > CohortView.Days)
        {
            _cohorts.Dequeue();
        }
    }

    // Every other script is declared: the rest is what the question is for.
    private bool IsDeclared(int person) =>
        _source.People[person].Archetype is Archetype.EvaluationFarm or Archetype.ContinuousIntegration && person % 2 == 0;

    private void AssessWeek(int lastDay)
    {
        var found = new List<Finding>();
        var sizes = new Dictionary<string, int>();
        for (var person = 0; person < _week.Length; person++)
        {
            if (_week[person].Count == 0)
            {
                continue;
            }

            ActiveWeeks[person] = ActiveWeeks.GetValueOrDefault(person) + 1;
            var agent = CohortOf(person);
            sizes[agent] = sizes.GetValueOrDefault(agent) + 1;
            var who = person;
            found.AddRange(WeekAssessor.Assess(
                person, lastDay - 6, lastDay, _week[person],
                kind => AdvisedSince(who, kind, lastDay), _rules));
            _week[person].Clear();
        }

        Held += CircuitBreaker.Held(found, CohortOf, sizes, _rules).Count;
        foreach (var finding in found)
        {
            if (!_advised.TryGetValue((finding.Person, finding.Kind), out var weeks))
            {
                _advised.Add((finding.Person, finding.Kind), weeks = []);
            }

            weeks.Add(lastDay);
        }

        Findings.AddRange(found);
    }

    private int? AdvisedSince(int person, FindingKind kind, int lastDay) =>
        _advised.GetValueOrDefault((person, kind))?.Where(at => lastDay - at <= 7 * WeekAssessor.RememberedWeeks).Select(static at => (int?)at).FirstOrDefault();

    private string CohortOf(int person) => _source.People[person].Favourite.Origin.Agent;

    private sealed class DayFacts
    {
        public Dictionary<ulong, (ConversationFacts Facts, List<Signal> Signals, HashSet<(int, ulong)> Keys)> Conversations { get; } = [];

        public void Add(in UsageEvent call)
        {
            var content = Of(call.Conversation);
            if (content.Keys.Add((call.Identity, call.Key.Value)))
            {
                content.Facts.Add(call, 1);
            }
        }

        public void Add(in Signal signal)
        {
            var content = Of(signal.Conversation);
            if (content.Keys.Add((signal.Identity, signal.Key.Value)))
            {
                content.Facts.Add(signal);
                content.Signals.Add(signal);
            }
        }

        public void Add(in CounterPoint point)
        {
            var content = Of(point.Conversation);
            if (content.Keys.Add((point.Identity, point.Key.Value)))
            {
                content.Facts.Add(point, 1);
            }
        }

        private (ConversationFacts Facts, List<Signal> Signals, HashSet<(int, ulong)> Keys) Of(ulong conversation)
        {
            if (!Conversations.TryGetValue(conversation, out var content))
            {
                Conversations.Add(conversation, content = (new(), [], []));
            }

            return content;
        }
    }
}
