using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Matching;

/// <summary>What a conversation's counters add within a quarter of an hour.</summary>
/// <param name="FirstBatch">The first ledger batch that told of it, which decides the price book in force.</param>
/// <param name="QuarterUnixMs">Start of the quarter, in milliseconds since 1970 UTC. Company days begin with one.</param>
public readonly record struct ResolvedCounter(
    int Identity, Who Who, CallOrigin Origin, CallTraits Traits, long QuarterUnixMs, TokenUsage Usage, long FirstBatch);

/// <summary>What a conversation's counters tell of acts: lines, commits, pull requests, active time, edits.</summary>
public readonly record struct ResolvedAct(
    int Identity, Who Who, string Agent, CounterMeasure Measure, long AtUnixMs, long Value)
{
    /// <summary>What a difference says by itself.</summary>
    public static ResolvedAct Of(in CounterPoint point) =>
        new(point.Identity, point.Who, point.Origin.Agent, point.Measure, point.AtUnixMs, point.Value);
}

/// <summary>Turns points of counters into what they add: differences of cumulative series, with resets.</summary>
/// <remarks>
/// A pure function of the set of points. Per series and start time the points are taken in order of time; a value that falls
/// without a new start is a reset. A series that does not say when it started adds nothing with its first point, because
/// nobody knows how much of it was counted before (OpenTelemetry's metrics data model, "Cumulative streams: handling
/// unknown start time").
/// </remarks>
public static class CounterResolver
{
    private const long MsPerQuarter = 900_000;

    /// <param name="points">Points of one conversation, each key once, in any order.</param>
    /// <param name="batches">The ledger batch of each point.</param>
    /// <param name="tokens">Receives token sums per identity, origin and quarter of an hour; not cleared.</param>
    /// <param name="acts">Receives the rest; not cleared.</param>
    public static void Resolve(
        ReadOnlySpan<CounterPoint> points, ReadOnlySpan<long> batches, List<ResolvedCounter> tokens, List<ResolvedAct> acts)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(acts);
        var cells = new SortedDictionary<Cell, TokenCell>();
        var cumulative = new List<(CounterPoint Point, long Batch)>();
        var lastRead = long.MinValue;
        for (var i = 0; i < points.Length; i++)
        {
            ref readonly var point = ref points[i];
            if (ChangeCount.IsOne(point.Measure))
            {
                lastRead = Math.Max(lastRead, point.StartUnixMs);
            }
            else if (point.Temporality is Temporality.Cumulative)
            {
                cumulative.Add((point, batches[i]));
            }
            else
            {
                Add(point, point.Value, batches[i], cells, acts);
            }
        }

        AddChanges(points, lastRead, acts);

        AddDifferences(cumulative, cells, acts);
        foreach (var (cell, sums) in cells)
        {
            tokens.Add(new(cell.Identity, sums.Who, cell.Origin, cell.Traits, cell.QuarterUnixMs, sums.ToUsage(), sums.FirstBatch));
        }
    }

    // Counts of changes stand under their hour and device, of which the latest reading holds, whole.
    private static void AddChanges(ReadOnlySpan<CounterPoint> points, long lastRead, List<ResolvedAct> acts)
    {
        foreach (ref readonly var point in points)
        {
            if (ChangeCount.IsOne(point.Measure) && point.StartUnixMs == lastRead && point.Value > 0)
            {
                acts.Add(ResolvedAct.Of(point));
            }
        }
    }

    private static void AddDifferences(
        List<(CounterPoint Point, long Batch)> points, SortedDictionary<Cell, TokenCell> cells, List<ResolvedAct> acts)
    {
        points.Sort(static (a, b) =>
        {
            var order = a.Point.Identity.CompareTo(b.Point.Identity);
            order = order != 0 ? order : a.Point.Series.CompareTo(b.Point.Series);
            order = order != 0 ? order : a.Point.StartUnixMs.CompareTo(b.Point.StartUnixMs);
            order = order != 0 ? order : a.Point.AtUnixMs.CompareTo(b.Point.AtUnixMs);
            return order != 0 ? order : a.Point.Value.CompareTo(b.Point.Value);
        });
        for (var i = 0; i < points.Count; i++)
        {
            var (point, batch) = points[i];
            var before = i == 0 ? default : points[i - 1].Point;
            var isFirst = i == 0 || before.Series != point.Series || before.StartUnixMs != point.StartUnixMs
                || before.Identity != point.Identity;
            var added = isFirst
                ? point.StartUnixMs == 0 || point.StartUnixMs >= point.AtUnixMs ? 0 : point.Value
                : point.Value >= before.Value ? point.Value - before.Value : point.Value;
            if (added > 0)
            {
                Add(point, added, batch, cells, acts);
            }
        }
    }

    private static void Add(
        in CounterPoint point, long value, long batch, SortedDictionary<Cell, TokenCell> cells, List<ResolvedAct> acts)
    {
        if (!Authority.IsMaskedByCalls(point.Measure))
        {
            acts.Add(ResolvedAct.Of(point) with { Value = value });
            return;
        }

        var quarter = point.AtUnixMs - (point.AtUnixMs % MsPerQuarter);
        var cell = new Cell(point.Identity, point.Origin, point.Traits, quarter);
        if (!cells.TryGetValue(cell, out var sums))
        {
            cells.Add(cell, sums = new TokenCell(point.Who));
        }

        sums.Add(point.Measure, value, batch);
    }

    private readonly record struct Cell(int Identity, CallOrigin Origin, CallTraits Traits, long QuarterUnixMs)
        : IComparable<Cell>
    {
        public int CompareTo(Cell other)
        {
            var order = QuarterUnixMs.CompareTo(other.QuarterUnixMs);
            order = order != 0 ? order : Identity.CompareTo(other.Identity);
            order = order != 0 ? order : string.CompareOrdinal(Origin.Model, other.Origin.Model);
            order = order != 0 ? order : string.CompareOrdinal(Origin.Agent, other.Origin.Agent);
            order = order != 0 ? order : string.CompareOrdinal(Origin.Provider, other.Origin.Provider);
            order = order != 0 ? order : Traits.Speed.CompareTo(other.Traits.Speed);
            order = order != 0 ? order : Traits.ServiceTier.CompareTo(other.Traits.ServiceTier);
            return order != 0 ? order : Traits.Geography.CompareTo(other.Traits.Geography);
        }
    }

    private sealed class TokenCell(Who who)
    {
        private readonly long[] _sums = new long[(int)CounterMeasure.ExclusiveReasoningTokens + 1];

        public Who Who { get; } = who;

        public long FirstBatch { get; private set; } = long.MaxValue;

        public void Add(CounterMeasure measure, long value, long batch)
        {
            _sums[(int)measure] += value;
            FirstBatch = Math.Min(FirstBatch, batch);
        }

        public TokenUsage ToUsage()
        {
            var read = _sums[(int)CounterMeasure.CacheReadTokens];
            var write = _sums[(int)CounterMeasure.CacheWriteTokens];
            var apart = _sums[(int)CounterMeasure.ExclusiveReasoningTokens];
            var output = _sums[(int)CounterMeasure.OutputTokens] + apart;
            var inclusive = _sums[(int)CounterMeasure.InclusiveInputTokens];
            return new(
                _sums[(int)CounterMeasure.UncachedInputTokens] + Math.Max(0, inclusive - (inclusive > 0 ? read + write : 0)),
                read, 0, 0, write, output,
                Math.Min(output, _sums[(int)CounterMeasure.ReasoningTokens] + apart));
        }
    }
}
