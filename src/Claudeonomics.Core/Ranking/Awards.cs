using System.Collections.Concurrent;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Tiers and titles of all participants as of one day. They are about people as a whole: no filter or window changes them.</summary>
public sealed class Awards
{
    private const int MostFacts = 16;

    private readonly TierMonth _month;
    private readonly TierMonth _monthBefore;
    private readonly TitleInputs _inputs;
    private readonly TitleSet[] _titles;
    private readonly GameRules _rules;
    private readonly RosterScopes _scopes;
    private readonly bool _isHelpTold;
    private JudgedGoals? _goals;

    // By last day: of the board's window and of the one before it. At most a handful of windows are looked at, and all are forgotten at 16.
    private readonly ConcurrentDictionary<DateOnly, PersonFacts> _facts = new();

    private Awards(
        DateOnly asOf, long dataVersion, RosterScopes scopes, GameSources sources, ActiveDayBits active, TierMonth month, TierMonth monthBefore,
        TitleInputs inputs, ExcludedByPerson excluded, GameRules rules)
    {
        (AsOf, DataVersion, _scopes, Sources, _month, _monthBefore, _inputs, _rules) =
            (asOf, dataVersion, scopes, sources, month, monthBefore, inputs, rules);
        (Excluded, Active) = (excluded, active.Without(excluded.NotCounted));
        Outcomes = OutcomesByPerson.Of(scopes.Roster, sources.Outcomes);
        Thanks = ThanksByPerson.Of(scopes.Roster, sources.Thanks);
        _isHelpTold = Thanks.IsTold(DayRange.LastDays(asOf, rules.MentorDays), ThankKind.HelpAccepted, rules);
        _titles = new TitleSet[scopes.Roster.People.Count];
    }

    /// <summary>The last day that counts.</summary>
    public DateOnly AsOf { get; }

    /// <summary>The <see cref="IBoardData.Version"/> they were judged by; some may be judged by a later one.</summary>
    public long DataVersion { get; }

    /// <summary>What they were judged by besides usage and signals.</summary>
    public GameSources Sources { get; }

    /// <summary>Everybody's active days, without those on which conversations are not counted.</summary>
    public ActiveDayBits Active { get; }

    internal ExcludedByPerson Excluded { get; }

    internal OutcomesByPerson Outcomes { get; }

    internal ThanksByPerson Thanks { get; }

    /// <summary>Judges everybody. Opens the sums several times for a short while each, so that the ledger can write in between: a change
    /// meanwhile may be seen by some awards and not by others until the next judging.</summary>
    /// <param name="asOf">Not after today.</param>
    /// <param name="sources">What is known besides; nothing without.</param>
    public static Awards Of(IBoardSource source, RosterScopes scopes, RuleBook book, DateOnly asOf, GameSources? sources = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(book);
        sources ??= GameSources.None;
        var version = source.Version;
        var rules = book.Of(asOf);
        var excluded = ExcludedByPerson.Of(scopes, sources.Excluded);
        var people = scopes.Under(RosterScopes.Company).People;
        var active = Read(data => ActiveDayBits.Read(data, asOf, rules));
        var month = Read(data => TierMonth.Of(data, people, asOf, rules, excluded.NotCounted, sources.SealedTiers));
        var lastOfMonthBefore = month.Season.AddDays(-1);
        var monthBefore = Read(data => TierMonth.Of(
            data, people, lastOfMonthBefore, book.Of(lastOfMonthBefore), excluded.NotCounted, sources.SealedTiers));
        var highest = Tier.None;
        for (var person = 0; person < people.People; person++)
        {
            highest = Highest(highest, Highest(month.TierOf(person), monthBefore.TierOf(person)));
        }

        var inputs = Read(data => TitleInputs.Read(data, scopes, asOf, highest, rules));
        var awards = new Awards(asOf, version, scopes, sources, active, month, monthBefore, inputs, excluded, rules);
        awards.AwardFromInputs();
        Use(awards.AwardLegends);
        Use(awards.AwardConnoisseurs);
        Use(awards.AwardWithoutRivals);
        Use(data => awards.AwardTeamGoals(data, book));
        return awards;

        T Read<T>(Func<IBoardData, T> read)
        {
            using var data = source.Open(scopes.Roster);
            return read(data);
        }

        void Use(Action<IBoardData> use)
        {
            using var data = source.Open(scopes.Roster);
            use(data);
        }
    }

    /// <summary>What somebody wears: the higher of this month's tier and last month's, which stands until the month is over. So the first
    /// of a month takes nothing from anybody. Once last month is sealed, its tiers are those of the seal.</summary>
    public Tier TierOf(int person) => Highest(_month.TierOf(person), _monthBefore.TierOf(person));

    /// <summary>The award behind <see cref="TierOf"/>.</summary>
    public TierAward? TierAwardOf(int person) =>
        _month.TierOf(person) >= _monthBefore.TierOf(person) ? _month.AwardOf(person) : _monthBefore.AwardOf(person);

    /// <summary>When this month's tier was reached by tokens, with the month's tokens and the active days of that moment.</summary>
    public (DateOnly? On, long Tokens, int ActiveDays) TokenTierOf(int person) => _month.EvidenceOf(person);

    public TitleSet TitlesOf(int person) => _titles[person];

    /// <summary>Active days of the last 30, without those on which conversations are not counted, and how many of them only calls prove.</summary>
    public (int Days, int ByCalls) ActiveDaysOf(int person) => (_month.ActiveDaysOf(person), _month.ActiveDaysByCallsOf(person));

    /// <summary>How far somebody is from the tier above the one they reached this month.</summary>
    /// <param name="tokensSoFar">Of the month of <see cref="AsOf"/>.</param>
    /// <returns><see langword="null"/> in the highest.</returns>
    public TierProgress? ProgressOf(int person, double workingDaysPerWeek, long tokensSoFar)
    {
        if (_month.TierOf(person) is Tier.Emerald)
        {
            return null;
        }

        var next = _month.TierOf(person) + 1;
        return new(next, _rules.Of(next).MonthlyTokens, tokensSoFar,
            _rules.ActiveDaysFor(next, workingDaysPerWeek), _month.ActiveDaysOf(person));
    }

    /// <summary>The evidence for every title, most telling first, whether somebody has it or not.</summary>
    /// <param name="data">A view of the same roster; best of the same version.</param>
    public IReadOnlyList<TitleEvidence> EvidenceOf(int person, IBoardData data) =>
    [
        .. Evidence(person, data).Select(evidence => Unsuspected(person, evidence)),
    ];

    /// <summary>The same as it is told, to the person too: where a policy guards groups, no closer to others' figures than boards are.</summary>
    public IReadOnlyList<TitleEvidence> ToldEvidenceOf(int person, IBoardData data) =>
        _rules.Privacy.GuardsGroups ? [.. EvidenceOf(person, data).Select(_inputs.Told(person, _rules).Of)] : EvidenceOf(person, data);

    private TitleEvidence[] Evidence(int person, IBoardData data) =>
    [
        _inputs.Legend(person, TierOf(person), _month, Excluded, data, _rules),
        _inputs.Immortal(person, _rules),
        _inputs.Connoisseur(person, data, _rules),
        _inputs.Wizard(person, _rules),
        _inputs.PowerUser(person, _rules),
        Steady(person),
        FirstLinkTitle.Judge(TitleWindow, Outcomes.IsConnected ? Outcomes.CountOf(person, TitleWindow) : null),
        RightSizeTitle.Judge(TitleWindow, ModelUses.Of([person], TitleWindow, data).Single().Uses, _rules),
        LocalHeroTitle.Judge(TitleWindow, _inputs.RequestsOf(person), _inputs.InternalRequestsOf(person), _rules),
        Mentor(person),
        Comeback(person),
        TeamGoal(person),
        PersonalBest(person),
    ];

    /// <summary>Somebody's weeks in a row with the floor met. Theirs to see; others see it if they share it.</summary>
    public Streak StreakOf(int person) => Streak.Read(Active, person, AsOf, _rules.FloorOf(PatternOf(person)), _rules);

    /// <summary>How far a team's goal is, of the season of <see cref="AsOf"/> or the one before it.</summary>
    /// <returns><see langword="null"/> when the team has none.</returns>
    public GoalProgress? GoalOf(string teamId, DateOnly month) => _scopes.TeamOf(teamId) is { } team ? _goals!.Of(team, month) : null;

    private DayRange TitleWindow => DayRange.LastDays(AsOf, _rules.TitleDays);

    private double PatternOf(int person) => _scopes.Roster.People[person].WorkingDaysPerWeek;

    /// <summary>What a score needs of people as a whole, as of a day that is not after <see cref="AsOf"/>.</summary>
    internal PersonFacts FactsAt(DateOnly lastDay, IBoardData data)
    {
        lastDay = lastDay > AsOf ? AsOf : lastDay;
        if (_facts.TryGetValue(lastDay, out var known))
        {
            return known;
        }

        if (_facts.Count >= MostFacts)
        {
            _facts.Clear();
        }

        return _facts.GetOrAdd(lastDay, PersonFacts.Read(data, _scopes, Active, lastDay, _rules));
    }

    private void AwardFromInputs()
    {
        foreach (var person in _inputs.PowerUserCandidates(_rules))
        {
            Give(person, TitleSet.PowerUser, _inputs.PowerUser(person, _rules));
        }

        foreach (var person in _inputs.ImmortalCandidates(_rules))
        {
            Give(person, TitleSet.SessionImmortal, _inputs.Immortal(person, _rules));
        }

        foreach (var person in _inputs.WizardCandidates(_rules))
        {
            Give(person, TitleSet.CacheWizard, _inputs.Wizard(person, _rules));
        }
    }

    // What nobody has to win from anybody.
    private void AwardWithoutRivals(IBoardData data)
    {
        var people = _scopes.Roster.People;
        for (var person = 0; person < people.Count; person++)
        {
            if (!people[person].Participates)
            {
                continue;
            }

            Give(person, TitleSet.Steady, Steady(person));
            Give(person, TitleSet.Comeback, Comeback(person));
            Give(person, TitleSet.PersonalBest, PersonalBest(person));
            if (Outcomes.IsConnected)
            {
                Give(person, TitleSet.FirstLink, FirstLinkTitle.Judge(TitleWindow, Outcomes.CountOf(person, TitleWindow)));
            }

            if (_inputs.InternalRequestsOf(person) > 0)
            {
                Give(person, TitleSet.LocalHero, LocalHeroTitle.Judge(TitleWindow, _inputs.RequestsOf(person), _inputs.InternalRequestsOf(person), _rules));
            }
        }

        foreach (var person in Thanks.Thanked())
        {
            Give(person, TitleSet.Mentor, Mentor(person));
        }

        foreach (var (person, uses) in ModelUses.Of(_inputs.RightSizeCandidates(data, _rules), TitleWindow, data))
        {
            Give(person, TitleSet.RightSize, RightSizeTitle.Judge(TitleWindow, uses, _rules));
        }
    }

    private void AwardTeamGoals(IBoardData data, RuleBook book)
    {
        _goals = JudgedGoals.Read(_scopes, Sources.Goals, Active, Excluded, day => FactsAt(day, data), book);
        for (var person = 0; person < _titles.Length && Sources.Goals.All.Count > 0; person++)
        {
            if (_scopes.Roster.People[person].Participates)
            {
                Give(person, TitleSet.TeamGoal, TeamGoal(person));
            }
        }
    }

    private TitleEvidence TeamGoal(int person)
    {
        var goals = _goals!.OfPerson(person).ToList();
        return TeamGoalTitle.Judge(_goals.Days, goals.Count == 0 ? null : goals.Count(goal => goal.IsReached(_rules)));
    }

    private TitleEvidence Steady(int person)
    {
        var (met, known) = Active.Floors(person, AsOf, _rules.FloorOf(PatternOf(person)), _rules.SteadyOf);
        return SteadyTitle.Judge(ActiveDayBits.WeeksBefore(AsOf, _rules.SteadyOf), met, known, _rules);
    }

    private TitleEvidence Mentor(int person)
    {
        var days = DayRange.LastDays(AsOf, _rules.MentorDays);
        return MentorTitle.Judge(days, _isHelpTold ? Thanks.CountOf(person, days, ThankKind.HelpAccepted) : null, _rules);
    }

    private TitleEvidence Comeback(int person)
    {
        var days = DayRange.LastDays(AsOf, _rules.TitleDays);
        var (pause, since) = Active.Pause(person, AsOf, days.Start, _rules.ComebackDays);
        return ComebackTitle.Judge(days, pause, since, _rules.FloorOf(PatternOf(person)), _rules);
    }

    private TitleEvidence PersonalBest(int person)
    {
        var days = DayRange.LastDays(AsOf, 30);
        return PersonalBestTitle.Judge(days, Active.Count(person, days), Active.Count(person, days.Before()), Active.KnownFrom <= days.Before().Start);
    }

    private void AwardLegends(IBoardData data)
    {
        foreach (var person in _inputs.LegendCandidates(_rules))
        {
            Give(person, TitleSet.TokenLegend, _inputs.Legend(person, TierOf(person), _month, Excluded, data, _rules));
        }
    }

    private void AwardConnoisseurs(IBoardData data)
    {
        foreach (var (person, evidence) in _inputs.Connoisseurs(_inputs.ConnoisseurCandidates(data, _rules), data, _rules))
        {
            Give(person, TitleSet.ModelConnoisseur, evidence);
        }
    }

    // No title is bought with what is not counted: those that look at days of a finding wait while it is open, and who is out of the season has none
    // of it. Only they read of it, so Power User, which everybody can tell from the places on a board, does not wait: its absence would say what nobody
    // else may know.
    private TitleEvidence Unsuspected(int person, TitleEvidence evidence) =>
        evidence.Title is Titles.TokenLegend or Titles.PowerUser || !Excluded.HasFinding(person, evidence.Days)
            ? evidence
            : evidence with { Conditions = [.. evidence.Conditions, TitleCondition.AtMost("open-findings-at-most", 1, 0, "findings")] };

    private void Give(int person, TitleSet title, TitleEvidence evidence)
    {
        if (Unsuspected(person, evidence).Awarded)
        {
            _titles[person] |= title;
        }
    }

    private static Tier Highest(Tier one, Tier other) => one > other ? one : other;
}
