using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded.Rollups;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Compares what devices tell of old days with what they told before, and finds what the sums get.</summary>
/// <remarks>Of one request, which is one device's and has each day once.</remarks>
internal sealed class DayTotals(RollupStore rollups, UsageCube cube, CostCalculator prices, int oldestDay)
{
    private static readonly long MsPerDay = (long)TimeSpan.FromDays(1).TotalMilliseconds;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public DayTotalOutcome Outcome { get; private set; }

    /// <summary>Readings of which something is kept.</summary>
    public List<DayReading> Kept { get; } = [];

    /// <summary>By day: what is added to its sums, and what devices tell of it now.</summary>
    public SortedDictionary<int, (List<UsageRollup> Sums, List<DayTotalRollup> Totals)> Changes { get; } = [];

    public void Add(DayReading reading)
    {
        var told = reading.Totals.ToLookup(total => DimensionOf(total, reading.Day));
        var all = Latest(reading.Day, reading.Identity);
        var before = all.Where(row => row.Device == reading.Device).ToDictionary(row => row.Dimension);
        if (reading.Day < oldestDay)
        {
            Outcome = Outcome with { Known = Outcome.Known + reading.Totals.Count };
            return;
        }

        var readBefore = before.Count == 0 ? long.MinValue : before.Values.Max(row => row.ReadAtMs);
        if (readBefore >= reading.ReadAtUnixMs)
        {
            Outcome = readBefore == reading.ReadAtUnixMs
                ? Outcome with { Duplicates = Outcome.Duplicates + reading.Totals.Count }
                : Outcome with { Superseded = Outcome.Superseded + reading.Totals.Count };
            return;
        }

        var withCalls = AgentsWithCalls(reading, all);
        var now = told.Where(dimension => !withCalls.Contains(cube.Dimensions[dimension.Key].Agent))
            .ToDictionary(dimension => dimension.Key, dimension => CellsOf(dimension, reading.Day));
        var (sums, totals) = (new List<UsageRollup>(), new List<DayTotalRollup>());
        foreach (var dimension in before.Keys.Union(now.Keys).Order())
        {
            var (was, becomes) = (before.GetValueOrDefault(dimension).Cells, now.GetValueOrDefault(dimension));
            var difference = Difference(becomes, was);
            totals.Add(new(reading.Identity, reading.Device, dimension, reading.ReadAtUnixMs, becomes));
            if (!difference.IsZero)
            {
                sums.Add(new(reading.Identity, dimension, 0, difference));
            }

            var records = told[dimension].Count();
            Outcome = Outcome with
            {
                Accepted = Outcome.Accepted + (now.ContainsKey(dimension) && !difference.IsZero ? records : 0),
                Duplicates = Outcome.Duplicates + (now.ContainsKey(dimension) && difference.IsZero ? records : 0),
                Corrected = Outcome.Corrected + (!was.IsZero && !difference.IsZero ? 1 : 0),
            };
        }

        Outcome = Outcome with { Known = Outcome.Known + told.Where(dimension => !now.ContainsKey(dimension.Key)).Sum(dimension => dimension.Count()) };
        if (totals.Count > 0)
        {
            Kept.Add(reading);
            Changes.Add(reading.Day, (sums, totals));
        }
    }

    // What each device of an identity told of a day when it last read it.
    private List<DayTotalRollup> Latest(int day, int identity) =>
    [
        .. rollups.Find(rollups.DayTotals, day, identity)
            .GroupBy(row => (row.Device, row.Dimension)).Select(rows => rows.MaxBy(row => row.ReadAtMs)),
    ];

    // Whatever is among the day's sums and no device told as a total came of single calls.
    private HashSet<string> AgentsWithCalls(DayReading reading, List<DayTotalRollup> totals)
    {
        var sums = new Dictionary<ushort, UsageCells>();
        foreach (var row in rollups.Find(rollups.DaySums, reading.Day, reading.Identity))
        {
            var cells = sums.GetValueOrDefault(row.Dimension);
            cells.Add(row.Cells);
            sums[row.Dimension] = cells;
        }

        foreach (var total in totals)
        {
            sums[total.Dimension] = Difference(sums.GetValueOrDefault(total.Dimension), total.Cells);
        }

        return [.. sums.Where(sum => !sum.Value.IsZero).Select(sum => cube.Dimensions[sum.Key].Agent)];
    }

    private ushort DimensionOf(ModelTotal total, int day)
    {
        var priced = Price(total, day);
        return cube.Dimensions.NumberOf(new(
            total.Origin.Agent, total.Origin.Provider, priced.Model, priced.Class, new(Who.Known, Evidence.SelfReported), Source.LocalLog));
    }

    private UsageCells CellsOf(IEnumerable<ModelTotal> totals, int day)
    {
        var cells = default(UsageCells);
        foreach (var total in totals)
        {
            cells.Add(Price(total, day), total.Calls, 1);
        }

        return cells;
    }

    // By the prices of the day's noon; sums are priced without tiers of context, which are single calls'.
    private PricedCall Price(ModelTotal total, int day) => prices.PriceSum(
        total.Origin, total.Traits, total.Usage, ((day - EpochDay) * MsPerDay) + (MsPerDay / 2), total.WebSearches);

    private static UsageCells Difference(in UsageCells left, in UsageCells right)
    {
        var difference = left;
        difference.Subtract(right);
        return difference;
    }
}
