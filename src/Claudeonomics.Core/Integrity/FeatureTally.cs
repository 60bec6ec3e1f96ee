using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Integrity;

/// <summary>A typical value and how far people are from it: median and median absolute deviation, as a normal's standard deviation.</summary>
public readonly record struct Typical(double Median, double Spread)
{
    /// <summary>How many spreads a value lies above the median.</summary>
    public double Distance(double value) => (value - Median) / Spread;
}

/// <summary>Counts of one feature in steps of an eighth of a doubling, from which medians are read. Adds up over days.</summary>
/// <remarks>Bounded: 512 counters, whatever is counted.</remarks>
public sealed class FeatureTally
{
    private const int StepsPerDoubling = 8;
    private const int Zero = 192;
    private const double MadToSigma = 1.4826;

    // The steps are coarse, and a cohort that agrees to the step would call everybody else strange.
    private const double LeastSpread = 0.4;

    private readonly int[] _counts = new int[512];

    public int Count { get; private set; }

    public void Add(double log)
    {
        _counts[Math.Clamp((int)Math.Round(log * StepsPerDoubling) + Zero, 0, _counts.Length - 1)]++;
        Count++;
    }

    public void Add(FeatureTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <returns><see langword="null"/> when nothing was counted.</returns>
    public Typical? ToTypical()
    {
        if (Count == 0)
        {
            return null;
        }

        var median = Quantile(_counts, Count);
        var deviations = new int[_counts.Length];
        for (var i = 0; i < _counts.Length; i++)
        {
            deviations[Math.Abs(i - median)] += _counts[i];
        }

        var spread = (double)Quantile(deviations, Count) / StepsPerDoubling * MadToSigma;
        return new((double)(median - Zero) / StepsPerDoubling, Math.Max(LeastSpread, spread));
    }

    private static int Quantile(int[] counts, int total)
    {
        var left = (total + 1) / 2;
        var index = 0;
        while ((left -= counts[index]) > 0)
        {
            index++;
        }

        return index;
    }
}

/// <summary>What is usual on a day among those who use the same agent and model, and among all who use the agent.</summary>
/// <remarks>Each person counts once a day for an agent and model, with the conversation that used most: one loop of many conversations
/// does not move what is usual. Bounded by the agents and models that the intake admits.</remarks>
public sealed class CohortDay
{
    private readonly Dictionary<(string Agent, string Model), Cohort> _cohorts = [];

    internal IEnumerable<KeyValuePair<(string Agent, string Model), Cohort>> All => _cohorts;

    /// <param name="person">Whoever the identity belongs to.</param>
    /// <param name="largest">The person's conversation of most tokens with its agent and model.</param>
    public void Add(int person, ConversationDay largest)
    {
        ArgumentNullException.ThrowIfNull(largest);
        Of(largest.Main.Agent, largest.Main.Model).Add(person, largest);
        Of(largest.Main.Agent, "").Add(person, largest);
    }

    private Cohort Of(string agent, string model)
    {
        if (!_cohorts.TryGetValue((agent, model), out var cohort))
        {
            _cohorts.Add((agent, model), cohort = new());
        }

        return cohort;
    }

    internal sealed class Cohort
    {
        public FeatureTally[] Tallies { get; } = [.. Enumerable.Range(0, Features.Count).Select(static _ => new FeatureTally())];

        public HashSet<int> People { get; } = [];

        public void Add(int person, ConversationDay day)
        {
            People.Add(person);
            for (var feature = 0; feature < Tallies.Length; feature++)
            {
                if (Features.LogOf((Feature)feature, day) is { } log)
                {
                    Tallies[feature].Add(log);
                }
            }
        }

        public void Add(Cohort other)
        {
            People.UnionWith(other.People);
            for (var feature = 0; feature < Tallies.Length; feature++)
            {
                Tallies[feature].Add(other.Tallies[feature]);
            }
        }
    }
}

/// <summary>What is usual over the last weeks. Immutable.</summary>
public sealed class CohortView
{
    /// <summary>Days that are looked back upon.</summary>
    public const int Days = 28;

    private readonly Dictionary<(string Agent, string Model), Typical?[]> _typical = [];

    /// <summary>Nothing is known: no cohort is used.</summary>
    public static CohortView None { get; } = new([], int.MaxValue);

    /// <param name="days">At most <see cref="Days"/> days.</param>
    /// <param name="leastPeople">A cohort of fewer people is not used; the agent's cohort stands in where it is large enough.</param>
    public CohortView(IReadOnlyCollection<CohortDay> days, int leastPeople)
    {
        ArgumentNullException.ThrowIfNull(days);
        var sums = new Dictionary<(string, string), CohortDay.Cohort>();
        foreach (var day in days)
        {
            foreach (var (key, cohort) in day.All)
            {
                if (!sums.TryGetValue(key, out var sum))
                {
                    sums.Add(key, sum = new());
                }

                sum.Add(cohort);
            }
        }

        foreach (var (key, cohort) in sums.Where(pair => pair.Value.People.Count >= leastPeople))
        {
            _typical.Add(key, [.. cohort.Tallies.Select(static tally => tally.ToTypical())]);
        }
    }

    /// <returns>What is usual, or <see langword="null"/> where too few people say so.</returns>
    public Typical? Of(CallOrigin origin, Feature feature)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return _typical.GetValueOrDefault((origin.Agent, origin.Model))?[(int)feature] ?? _typical.GetValueOrDefault((origin.Agent, ""))?[(int)feature];
    }
}
