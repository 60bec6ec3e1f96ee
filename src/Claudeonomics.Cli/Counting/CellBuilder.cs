using System.Runtime.InteropServices;
using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Cli.Counting;

/// <summary>Prices calls one by one and adds them up.</summary>
internal sealed class CellBuilder(CostCalculator prices, NameTables names)
{
    private readonly Dictionary<CellKey, UsageSums> _cells = [];

    /// <summary>Adds all calls that observations tell of, each once.</summary>
    public void Add(ObservationTable observations) => CallResolver.Resolve(observations.EachByKey, (in call) => SumsOf(call).Add(Price(call), TimeOf(call), call.IsPartial));

    /// <summary>Takes all calls away again.</summary>
    public void Subtract(ObservationTable observations) => CallResolver.Resolve(observations.EachByKey, (in call) =>
    {
        var sums = default(UsageSums);
        sums.Add(Price(call), TimeOf(call), call.IsPartial);
        SumsOf(call).Add(sums.Negated);
    });

    public UsageCell[] Build() => [.. _cells.Select(static cell => new UsageCell(cell.Key, cell.Value))];

    /// <summary>The price of one call at its own moment; one without a time at the oldest prices there are.</summary>
    public PricedCall Price(in Observation call)
    {
        var origin = names.Origins[call.Origin];
        return call.IsSum
            ? prices.PriceSum(origin, call.Traits, call.Usage, TimeOf(call))
            : prices.Price(origin, call.Traits, call.Usage, TimeOf(call), call.HasReportedCost ? call.ReportedCostMicros : null, call.WebSearches);
    }

    private static long TimeOf(in Observation call) => call.AtUnixMs == Observation.NoTime ? 0 : call.AtUnixMs;

    private ref UsageSums SumsOf(in Observation call) => ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, CellKey.Of(call), out _);
}
