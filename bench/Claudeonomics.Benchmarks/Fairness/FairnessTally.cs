using System.Globalization;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Simulator.Fairness;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>What runs said, counted against the truth.</summary>
public sealed class FairnessTally
{
    private readonly SortedDictionary<Archetype, KindTally> _kinds = [];
    private readonly Dictionary<string, (int Weeks, int Found)> _groups = [];
    private readonly List<double> _gains = [];
    private readonly List<double> _tokenGains = [];
    private int _tiers;
    private long _named;
    private long _namedBad;
    private int _held;

    public void Add(FairnessRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _held += run.Held;
        foreach (var withOutcomes in (bool[])[true, false])
        {
            var (score, tokens, tiers, _) = RankGain.Measure(run, run.Usage, withOutcomes);
            _gains.AddRange(score);
            _tokenGains.AddRange(tokens);
            _tiers += tiers;
        }

        var found = run.Findings.GroupBy(static finding => finding.Person).ToDictionary(static group => group.Key, static group => group.ToList());
        foreach (var person in run.People)
        {
            if (!_kinds.TryGetValue(person.Archetype, out var tally))
            {
                _kinds.Add(person.Archetype, tally = new());
            }

            var weeks = run.ActiveWeeks.GetValueOrDefault(person.Ordinal);
            var own = found.GetValueOrDefault(person.Ordinal) ?? [];
            var past = own.Where(static finding => finding.IsPastAdvice).ToList();
            if (weeks == 0)
            {
                continue;
            }

            tally.People++;
            tally.Weeks += weeks;
            tally.Found += past.Count > 0 ? 1 : 0;
            tally.FoundWeeks += past.Select(static finding => finding.Until).Distinct().Count();
            tally.AdvisedWeeks += own.Where(static finding => finding.Kind is FindingKind.Waste).Select(static finding => finding.Until).Distinct().Count();
            tally.AskedWeeks += own.Count(static finding => finding.Kind is FindingKind.UndeclaredAutomation);
            foreach (var kind in past.Select(static finding => finding.Kind).Distinct())
            {
                tally.Kinds[kind] = tally.Kinds.GetValueOrDefault(kind) + 1;
            }

            AddTokens(run, person, past);
            if (!ArchetypeSplit.IsAttack(person.Archetype))
            {
                AddGroups(person, weeks, past.Select(static finding => finding.Until).Distinct().Count());
            }
        }
    }

    /// <summary>People with a finding past advice who deserve it, among all with one.</summary>
    public Share Precision => new(Sum(ArchetypeSplit.IsAttack, static kind => kind.Found), Sum(static _ => true, static kind => kind.Found));

    /// <summary>Padders and forgers with a finding, among all of them.</summary>
    public Share Recall => new(Sum(ArchetypeSplit.IsPadding, static kind => kind.Found), Sum(ArchetypeSplit.IsPadding, static kind => kind.People));

    /// <summary>The same for all attacks, those on the rules too.</summary>
    public Share RecallOfAll => new(Sum(ArchetypeSplit.IsAttack, static kind => kind.Found), Sum(ArchetypeSplit.IsAttack, static kind => kind.People));

    /// <summary>Weeks of honest people with a finding past advice.</summary>
    public Share BenignWeeks => new(Sum(IsHonest, static kind => kind.FoundWeeks), Sum(IsHonest, static kind => kind.Weeks));

    /// <summary>Tokens that are not counted and were wasted or forged, among all that are not counted.</summary>
    public double NamedPrecision => _named == 0 ? double.NaN : (double)_namedBad / _named;

    /// <summary>The group of honest people with the most findings, and how its share of weeks compares with the rest's.</summary>
    /// <remarks>A week is added to each side: with hardly a finding a bare ratio is noise or infinite.</remarks>
    public (string Group, double Ratio, Share Own, Share Others) WorstGroup()
    {
        var all = BenignWeeks;
        var worst = ("none", 0.0, default(Share), default(Share));
        foreach (var (group, (weeks, found)) in _groups.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            var (own, rest) = (new Share(found, weeks), new Share(all.Hits - found, all.Of - weeks));
            if (own.Of == 0 || rest.Of == 0)
            {
                continue;
            }

            var expected = (double)all.Hits / all.Of;
            var ratio = (own.Hits + 1.0) / (own.Of * expected + 1.0) / ((rest.Hits + 1.0) / ((rest.Of * expected) + 1.0));
            if (ratio > worst.Item2)
            {
                worst = (group, ratio, own, rest);
            }
        }

        return worst;
    }

    /// <summary>Places gained on the score by undetected padding, in shares of all places.</summary>
    public double MeanGain => _gains.Count == 0 ? 0 : _gains.Average();

    public double GainAt(double quantile) => _gains.Count == 0 ? 0 : _gains.Order().ElementAt((int)Math.Min(_gains.Count - 1, quantile * _gains.Count));

    public IReadOnlyList<Figure> Figures()
    {
        var (group, ratio, own, _) = WorstGroup();
        return
        [
            Figure.Rate("recall", Recall.Value, "share", 0.8, $"padders and forgers found; 95% interval {Interval(Recall)}"),
            Figure.Rate("precision", Precision.Value, "share", 0.95, $"people with a finding who deserve it, at 2% prevalence; {Interval(Precision)}"),
            Figure.Cost("benignWeeks", BenignWeeks.Value, "share", 0.001, $"weeks of honest people with a finding past advice; {Interval(BenignWeeks)}"),
            Figure.Cost("worstGroup", ratio, "ratio", 1.25, $"{group}: {own.Hits} of {own.Of} weeks"),
            Figure.Rate("recallOfAll", RecallOfAll.Value, "share", 0.8, $"attacks on the rules included; {Interval(RecallOfAll)}"),
            Figure.Rate("notCountedWasBad", NamedPrecision, "share", 0.95, "tokens not counted that were wasted or forged"),
            Figure.Cost("meanRankGain", MeanGain, "share", 0.03, $"places gained on score by ten times the tokens that nothing detects, of {_gains.Count}"),
            Figure.Cost("rankGain95", GainAt(0.95), "share", 0.06, "95th percentile of the same"),
            Figure.Cost("tiersGained", _tiers, "1", 1, "of the same"),
            Figure.Cost("meanRankGainOnTokens", _tokenGains.Count == 0 ? 0 : _tokenGains.Average(), "share", 0.25, "the same on tokens, for comparison"),
            Figure.Cost("held", _held, "1", 1, "circuit breakers that opened"),
        ];
    }

    public void Print(TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        foreach (var (kind, tally) in _kinds)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind,-20} {(ArchetypeSplit.IsAttack(kind) ? "attack" : "honest")} found {new Share(tally.Found, tally.People)}; weeks past advice {tally.FoundWeeks}/{tally.Weeks}, advised {tally.AdvisedWeeks}, asked {tally.AskedWeeks} {string.Join(' ', tally.Kinds.Select(static pair => $"{pair.Key}:{pair.Value}"))}"));
        }

        to.WriteLine($"precision {Precision}; recall {Recall}; of all attacks {RecallOfAll}; benign weeks {BenignWeeks}");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"not counted tokens that were bad: {NamedPrecision:0.0000}; worst group {WorstGroup()}; held {_held}; rank gain mean {MeanGain:0.0000} p95 {GainAt(0.95):0.0000} max {GainAt(1):0.0000} tiers {_tiers}/{_gains.Count}; on tokens {_tokenGains.DefaultIfEmpty().Average():0.000}"));
    }

    private void AddTokens(FairnessRun run, SimulatedPerson person, List<Finding> past)
    {
        foreach (var named in past.SelectMany(static finding => finding.Tokens).DistinctBy(static named => (named.Conversation, named.Day, named.Origin)))
        {
            var (all, bad) = run.Truth.GetValueOrDefault((person.Ordinal, named.Conversation));
            var tokens = named.Usage.TotalTokens;
            _named += tokens;
            _namedBad += all == 0 ? 0 : (long)((double)tokens * bad / all);
        }
    }

    private void AddGroups(SimulatedPerson person, int weeks, int found)
    {
        foreach (var group in new[]
        {
            "agent " + person.Favourite.Origin.Agent, "zone " + person.Zone.Id, person.ExportsMetrics ? "sends metrics" : "sends no metrics",
            "works as " + person.Archetype,
        })
        {
            var (allWeeks, allFound) = _groups.GetValueOrDefault(group);
            _groups[group] = (allWeeks + weeks, allFound + found);
        }
    }

    private static bool IsHonest(Archetype kind) => !ArchetypeSplit.IsAttack(kind);

    private static string Interval(Share share) => string.Create(CultureInfo.InvariantCulture, $"{share.Low:0.0000}-{share.High:0.0000}");

    private int Sum(Func<Archetype, bool> which, Func<KindTally, int> what) => _kinds.Where(pair => which(pair.Key)).Sum(pair => what(pair.Value));

    private sealed class KindTally
    {
        public int People { get; set; }

        public int Found { get; set; }

        public int Weeks { get; set; }

        public int FoundWeeks { get; set; }

        public int AdvisedWeeks { get; set; }

        public int AskedWeeks { get; set; }

        public Dictionary<FindingKind, int> Kinds { get; } = [];
    }
}
