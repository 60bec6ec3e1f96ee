using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Integrity;

/// <summary>What one assessment came to.</summary>
/// <param name="Held">Kinds and agents about which too many people would have had a finding: a human looks first.</param>
/// <param name="People">People who used anything in the week.</param>
public sealed record Assessment(
    AssessedWeek Week, IReadOnlyList<Finding> Findings, IReadOnlySet<(FindingKind Kind, string Agent)> Held, int People);

/// <summary>Goes through days in order and judges weeks: what the nightly run and the benchmark share.</summary>
/// <remarks>Keeps, in memory, what is usual over 28 days, sampled calls of 14 days and the days of the week. Lost at a restart, it is read again from the
/// ledger; advice that was given is the caller's to remember.</remarks>
public sealed class IntegrityRun
{
    private readonly IntegrityRules _rules;
    private readonly PersonDayReader _reader;
    private readonly PrintHistory _prints = new();
    private readonly Queue<(int Day, CohortDay Cohort)> _cohorts = new();
    private readonly List<PersonDay> _days = [];
    private readonly Dictionary<int, (string Agent, double Weighted)> _agents = [];

    public IntegrityRun(IntegrityRules rules)
    {
        _rules = rules;
        _reader = new(rules, _prints);
    }

    /// <summary>Sampled calls in memory.</summary>
    public int Prints => _prints.Count;

    /// <summary>Called for each person's day that was read, for who wants to look closer.</summary>
    public Action<int, IReadOnlyList<ConversationDay>, CohortView>? Looked { get; set; }

    /// <summary>Reads one day; days come in order.</summary>
    /// <param name="conversations">All of the day; what is of another day is passed over.</param>
    /// <param name="personOf">Whose an identity is on the day; -1 for nobody's, who is passed over.</param>
    /// <param name="isDeclared">The person declared automation.</param>
    public void ReadDay(int day, IReadOnlyList<ConversationDay> conversations, Func<int, int> personOf, Func<int, bool> isDeclared)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        ArgumentNullException.ThrowIfNull(personOf);
        ArgumentNullException.ThrowIfNull(isDeclared);
        var byPerson = new SortedDictionary<int, List<ConversationDay>>();
        foreach (var conversation in conversations)
        {
            if (conversation.Day == day && personOf(conversation.Identity) is >= 0 and var person)
            {
                if (!byPerson.TryGetValue(person, out var list))
                {
                    byPerson.Add(person, list = []);
                }

                list.Add(conversation);
            }
        }

        AddCohort(day, byPerson);
        var view = new CohortView([.. _cohorts.Select(static entry => entry.Cohort)], _rules.CohortPeople);
        foreach (var (person, list) in byPerson)
        {
            _days.Add(_reader.Read(person, day, list, personOf, view, isDeclared(person)));
            NoteAgent(person, list);
            Looked?.Invoke(person, list, view);
        }

        _prints.ForgetBefore((day - _rules.ReplayDays - UnixEpochDay) * MsPerDay);
    }

    /// <summary>Judges a week whose days were read.</summary>
    /// <param name="advisedSince">The last day of the first week, of those remembered, in which a person was given advice about a kind.</param>
    public Assessment Assess(AssessedWeek week, Func<int, FindingKind, int?> advisedSince)
    {
        ArgumentNullException.ThrowIfNull(advisedSince);
        var findings = new List<Finding>();
        var sizes = new Dictionary<string, int>();
        var people = 0;
        foreach (var days in _days.Where(day => day.Day >= week.From && day.Day <= week.Until).GroupBy(static day => day.Person).OrderBy(static group => group.Key))
        {
            people++;
            ref var size = ref CollectionsMarshal.GetValueRefOrAddDefault(sizes, AgentOf(days.Key), out _);
            size++;

            // In a company of one there is nobody to be unfair to: advice stays advice.
            findings.AddRange(WeekAssessor.Assess(
                days.Key, week.From, week.Until, [.. days], kind => _agents.Count > 1 ? advisedSince(days.Key, kind) : null, _rules));
        }

        _days.RemoveAll(day => day.Day <= week.Until);
        return new(week, findings, CircuitBreaker.Held(findings, AgentOf, sizes, _rules), people);
    }

    /// <summary>The agent that a person uses most, whose users are their cohort.</summary>
    public string AgentOf(int person) => _agents.TryGetValue(person, out var agent) ? agent.Agent : "";

    private const long MsPerDay = 86_400_000;
    private static readonly int UnixEpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private void AddCohort(int day, SortedDictionary<int, List<ConversationDay>> byPerson)
    {
        var cohort = new CohortDay();
        var largest = new Dictionary<Usage.CallOrigin, ConversationDay>();
        foreach (var (person, list) in byPerson)
        {
            largest.Clear();
            foreach (var conversation in list)
            {
                if (conversation.Calls >= _rules.LeastCalls && !conversation.IsHeadless
                    && (!largest.TryGetValue(conversation.Main, out var known) || known.Weighted < conversation.Weighted))
                {
                    largest[conversation.Main] = conversation;
                }
            }

            foreach (var conversation in largest.Values)
            {
                cohort.Add(person, conversation);
            }
        }

        _cohorts.Enqueue((day, cohort));
        while (_cohorts.Peek().Day <= day - CohortView.Days)
        {
            _cohorts.Dequeue();
        }
    }

    private void NoteAgent(int person, List<ConversationDay> conversations)
    {
        foreach (var conversation in conversations)
        {
            if (!_agents.TryGetValue(person, out var known) || conversation.Weighted > known.Weighted)
            {
                _agents[person] = (conversation.Main.Agent, conversation.Weighted);
            }
        }
    }
}
