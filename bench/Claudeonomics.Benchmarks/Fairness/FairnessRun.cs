using Claudeonomics.Core.Integrity;
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
    private readonly CompanyCalendar _calendar = new(TimeZoneInfo.Utc);
    private readonly ConversationDayReader _reader;
    private readonly IntegrityRun _run;
    private readonly SortedDictionary<int, (DayFacts Facts, HashSet<(ulong, int, ulong)> Keys)> _open = [];
    private readonly Dictionary<(int Person, FindingKind Kind), List<int>> _advised = [];
    private readonly FactBatch _single = new();
    private readonly HashSet<int> _active = [];
    private int _nextDay;

    public FairnessRun(IExportSource source, DateOnly firstDay, IntegrityRules rules)
    {
        (_source, _nextDay) = (source, firstDay.DayNumber);
        FirstDay = firstDay.DayNumber;
        _reader = new(_calendar, new CostCalculator(PriceBook.Embedded));
        _run = new(rules) { Looked = (person, list, view) => Look(person, list, view) };
    }

    public int FirstDay { get; }

    public IReadOnlyList<SimulatedPerson> People => _source.People;

    public List<Finding> Findings { get; } = [];

    /// <summary>Weeks, cut at the end of months, in which somebody used anything, by ordinal.</summary>
    public Dictionary<int, int> ActiveWeeks { get; } = [];

    /// <summary>Tokens by whose conversation and day they are: all, and those that were wasted or forged.</summary>
    public Dictionary<(int Person, ulong Conversation), (long All, long Bad)> Truth { get; } = [];

    public UsageDays Usage { get; } = new();

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
            if (Of(call.AtUnixMs, call.Conversation, call.Identity, call.Key) is { } day)
            {
                _single.Clear();
                _single.Add(call);
                day.Add(_single);
            }
        }

        foreach (ref readonly var signal in batch.Signals)
        {
            if (Of(signal.AtUnixMs, signal.Conversation, signal.Identity, signal.Key) is { } day)
            {
                _single.Clear();
                _single.Add(signal);
                day.Add(_single);
            }
        }

        foreach (ref readonly var point in batch.Counters)
        {
            if (Of(point.AtUnixMs, point.Conversation, point.Identity, point.Key) is { } day)
            {
                _single.Clear();
                _single.Add(point);
                day.Add(_single);
            }
        }
    }

    // Each fact once, as the ledger keeps them.
    private DayFacts? Of(long atMs, ulong conversation, int identity, FactKey key)
    {
        Facts++;
        var day = _calendar.DayNumberOf(atMs);
        if (day < _nextDay)
        {
            TooLate++;
            return null;
        }

        if (!_open.TryGetValue(day, out var content))
        {
            _open.Add(day, content = (new(day, _calendar), []));
        }

        return content.Keys.Add((conversation, identity, key.Value)) ? content.Facts : null;
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
        var conversations = new List<ConversationDay>();
        if (_open.Remove(day, out var content))
        {
            content.Facts.Read(_reader, conversations);
        }

        _run.ReadDay(day, conversations, static identity => identity - 1, IsDeclared);
        if (AssessedWeek.EndedBy(DateOnly.FromDayNumber(day)) is { } week)
        {
            Assess(week);
        }
    }

    private void Look(int person, IReadOnlyList<ConversationDay> conversations, CohortView view)
    {
        _active.Add(person);
        Usage.Add(person, conversations);
        Looked?.Invoke(person, conversations, view);
    }

    // Every other script is declared: the rest is what the question is for.
    private bool IsDeclared(int person) =>
        _source.People[person].Archetype is Archetype.EvaluationFarm or Archetype.ContinuousIntegration && person % 2 == 0;

    private void Assess(AssessedWeek week)
    {
        var assessment = _run.Assess(week, (person, kind) => AdvisedSince(person, kind, week.Until));
        foreach (var person in _active)
        {
            ActiveWeeks[person] = ActiveWeeks.GetValueOrDefault(person) + 1;
        }

        _active.Clear();
        Held += assessment.Held.Count;
        foreach (var finding in assessment.Findings)
        {
            if (!_advised.TryGetValue((finding.Person, finding.Kind), out var weeks))
            {
                _advised.Add((finding.Person, finding.Kind), weeks = []);
            }

            weeks.Add(week.Until);
        }

        Findings.AddRange(assessment.Findings);
    }

    private int? AdvisedSince(int person, FindingKind kind, int lastDay) =>
        _advised.GetValueOrDefault((person, kind))?.Where(at => lastDay - at <= 7 * WeekAssessor.RememberedWeeks).Select(static at => (int?)at).FirstOrDefault();
}
