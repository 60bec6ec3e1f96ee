using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What titles are judged by, in arrays by person: read once for everybody, so that only candidates become evidence.</summary>
internal sealed class TitleInputs
{
    private readonly DayRange _days;
    private readonly DayRange _season;
    private readonly RosterScopes _scopes;
    private readonly BoardScope _people;
    private readonly int[] _order;
    private readonly int _participants;
    private readonly Tier _highestTier;
    private readonly long[] _tokenKeys;
    private readonly long _meteredTokens;
    private readonly long[] _supervisedSeconds;
    private readonly long _longestSeconds;
    private readonly long[] _requests;
    private readonly long[] _cacheReads;
    private readonly long[] _cacheWrites;
    private readonly long[] _uncachedInput;
    private readonly long[] _internalRequests;
    private readonly long[] _saved;
    private readonly long[]? _medianContext;
    private readonly CacheCohort _cohort;

    private TitleInputs(IBoardData data, RosterScopes scopes, DateOnly asOf, Tier highestTier, GameRules rules)
    {
        _days = DayRange.LastDays(asOf, rules.TitleDays);
        _season = new(DayRange.MonthOf(asOf).Start, asOf.AddDays(1));
        _scopes = scopes;
        _people = scopes.Under(RosterScopes.Company).People;
        _order = scopes.PersonOrder;
        _participants = scopes.Under(RosterScopes.Company).Participants(_days)[^1];
        _highestTier = highestTier;
        _tokenKeys = Sum(BoardMeasure.TotalTokens);
        Board.PositiveOrUnranked(_tokenKeys);
        _meteredTokens = Total(Sum(BoardMeasure.MeteredTokens));
        _requests = Sum(BoardMeasure.Requests);
        _internalRequests = new long[_people.Rows];
        data.Sum(BoardMeasure.Requests, _days, new(Provider: LocalHeroTitle.Provider), _people, _internalRequests);
        _cacheReads = Sum(BoardMeasure.CacheReadTokens);
        _cacheWrites = Sum(BoardMeasure.CacheWriteTokens);
        _uncachedInput = Sum(BoardMeasure.UncachedInputTokens);
        _saved = Sum(BoardMeasure.CacheSavedNanoUsd);
        _supervisedSeconds = new long[_people.People];
        data.SupervisedSeconds(_season, _supervisedSeconds);
        for (var person = 0; person < _supervisedSeconds.Length; person++)
        {
            if (TakesPart(person))
            {
                _longestSeconds = Math.Max(_longestSeconds, _supervisedSeconds[person]);
            }
        }

        var medianContext = new long[_people.People];
        _medianContext = data.MedianContextTokens(_days, medianContext) ? medianContext : null;
        _cohort = Cohort(rules);

        long[] Sum(BoardMeasure measure)
        {
            var sums = new long[_people.Rows];
            data.Sum(measure, _days, UsageFilter.All, _people, sums);
            return sums;
        }
    }

    /// <param name="highestTier">That anyone wears.</param>
    public static TitleInputs Read(IBoardData data, RosterScopes scopes, DateOnly asOf, Tier highestTier, GameRules rules) =>
        new(data, scopes, asOf, highestTier, rules);

    /// <summary>How evidence of somebody's titles is told where a policy guards groups.</summary>
    public ToldEvidence Told(int person, GameRules rules)
    {
        var company = _scopes.Under(RosterScopes.Company);
        var (above, cohort) = (0, 0);
        for (var other = 0; other < _tokenKeys.Length; other++)
        {
            above += _tokenKeys[other] > _tokenKeys[person] && company.IsShown(other) ? 1 : 0;
            cohort += _requests[other] >= rules.CacheCalls ? 1 : 0;
        }

        return new(
            _scopes.Shown.Under(RosterScopes.Company).Participants(_days)[^1], _tokenKeys[person] == Ranker.Unranked ? null : above + 1, cohort, rules);
    }

    public IEnumerable<int> PowerUserCandidates(GameRules rules) => WithinRank(rules.PowerUsers(_participants));

    public TitleEvidence PowerUser(int person, GameRules rules) =>
        PowerUserTitle.Judge(_days, RankOf(person), _participants, rules);

    public IEnumerable<int> LegendCandidates(GameRules rules) => WithinRank(rules.Legends(_participants));

    public TitleEvidence Legend(int person, Tier tier, TierMonth month, ExcludedByPerson excluded, IBoardData data, GameRules rules)
    {
        var details = data.Details(_days, UsageFilter.All, _people, [person])[0];
        var activity = data.Activity(person, _days);
        var activeWeeks = new HashSet<int>();
        for (var day = _days.Start; day < _days.End; day = day.AddDays(1))
        {
            if (month.IsActive(person, day))
            {
                activeWeeks.Add(WeekOf(day));
            }
        }

        var weeksWithResult = activity
            .Where(d => d.EditsAccepted + d.Commits + d.PullRequests > 0).Select(d => WeekOf(d.Day)).Where(activeWeeks.Contains).Distinct().Count();
        return TokenLegendTitle.Judge(_days, new(
            _participants, RankOf(person), tier, _highestTier, details.Sums.Tokens.TotalTokens, details.MeteredTokens, _meteredTokens,
            activeWeeks.Count, weeksWithResult, activity.Count > 0, excluded.IsJudged ? excluded.HasFinding(person, _days) : null), rules);
    }

    public IEnumerable<int> ImmortalCandidates(GameRules rules)
    {
        var least = Math.Min(_longestSeconds, rules.ImmortalHours * 3600L);
        for (var person = 0; person < _supervisedSeconds.Length; person++)
        {
            if (_supervisedSeconds[person] > 0 && _supervisedSeconds[person] >= least && TakesPart(person))
            {
                yield return person;
            }
        }
    }

    public TitleEvidence Immortal(int person, GameRules rules) =>
        SessionImmortalTitle.Judge(_season, _supervisedSeconds[person], _longestSeconds, rules);

    public IEnumerable<int> WizardCandidates(GameRules rules)
    {
        for (var person = 0; person < _requests.Length; person++)
        {
            if (_requests[person] >= rules.CacheCalls && WizardInputs(person).SavedRate >= _cohort.SavedRate)
            {
                yield return person;
            }
        }
    }

    public TitleEvidence Wizard(int person, GameRules rules) => CacheWizardTitle.Judge(_days, WizardInputs(person), _cohort, rules);

    /// <summary>Calls in the days of titles.</summary>
    public long RequestsOf(int person) => _requests[person];

    /// <summary>Of them, to the company's own models.</summary>
    public long InternalRequestsOf(int person) => _internalRequests[person];

    /// <summary>Who has two models that are used enough.</summary>
    public List<int> RightSizeCandidates(IBoardData data, GameRules rules)
    {
        var candidates = new List<int>();
        data.SumByModel(BoardMeasure.Requests, _days, UsageFilter.All, _people, (person, sums) =>
        {
            var used = 0;
            foreach (var sum in sums)
            {
                used += sum.Value >= rules.RightSizeCalls ? 1 : 0;
            }

            if (used >= 2)
            {
                candidates.Add(person);
            }
        });
        return candidates;
    }

    /// <summary>Who has enough models and prompts for the title to be possible at all.</summary>
    public List<int> ConnoisseurCandidates(IBoardData data, GameRules rules)
    {
        var prompts = new long[_people.People];
        data.HumanPrompts(_days, prompts);
        var models = new int[_people.Rows];
        data.SumByModel(BoardMeasure.Requests, _days, UsageFilter.All, _people, (person, sums) => models[person] = sums.Length);
        var candidates = new List<int>();
        for (var person = 0; person < prompts.Length; person++)
        {
            if (prompts[person] >= (long)rules.ConnoisseurModels * rules.ConnoisseurPrompts && models[person] >= rules.ConnoisseurModels)
            {
                candidates.Add(person);
            }
        }

        return candidates;
    }

    public IEnumerable<(int Person, TitleEvidence Evidence)> Connoisseurs(List<int> people, IBoardData data, GameRules rules) =>
        ModelParts.Of(people, _days, data).Select(parts => (parts.Person, ModelConnoisseurTitle.Judge(_days, parts.Models, rules)));

    public TitleEvidence Connoisseur(int person, IBoardData data, GameRules rules) => Connoisseurs([person], data, rules).Single().Evidence;

    // Weeks begin on Monday, as day 0 (0001-01-01) was.
    private static int WeekOf(DateOnly day) => day.DayNumber / 7;

    private static long Total(long[] values)
    {
        var total = 0L;
        foreach (var value in values)
        {
            total += value;
        }

        return total;
    }

    private bool TakesPart(int person) => !_people.SpansOf(person).IsEmpty;

    private int? RankOf(int person) =>
        _tokenKeys[person] == Ranker.Unranked ? null : Ranker.RankOf(_tokenKeys, _tokenKeys[person]);

    private List<int> WithinRank(int last)
    {
        var people = new List<int>();
        var top = Ranker.Top(_tokenKeys, _order, last);
        if (top.Length > 0)
        {
            // Who ties with the last one shares their rank.
            var least = _tokenKeys[top[^1]];
            for (var person = 0; person < _tokenKeys.Length; person++)
            {
                if (_tokenKeys[person] >= least)
                {
                    people.Add(person);
                }
            }
        }

        return people;
    }

    private CacheWizardInputs WizardInputs(int person) => new(
        _requests[person], _cacheReads[person], _cacheWrites[person], _uncachedInput[person], _saved[person], _medianContext?[person]);

    private CacheCohort Cohort(GameRules rules)
    {
        var rates = new List<long>();
        var readsPerWrite = new List<double>();
        var contexts = new List<long>();
        for (var person = 0; person < _requests.Length; person++)
        {
            if (_requests[person] < rules.CacheCalls)
            {
                continue;
            }

            var inputs = WizardInputs(person);
            rates.Add(inputs.SavedRate);
            if (inputs.ReadsPerWrite is { } reads)
            {
                readsPerWrite.Add(reads);
            }

            if (inputs.MedianContext is { } context)
            {
                contexts.Add(context);
            }
        }

        return new(CacheWizardTitle.TopQuarter(rates) ?? 0, CacheWizardTitle.TopQuarter(readsPerWrite), CacheWizardTitle.ThirdQuartile(contexts));
    }
}
