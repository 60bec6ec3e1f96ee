using Claudeonomics.Cli.Blocks;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Cli.Watch;

/// <summary>A model's calls of today.</summary>
internal sealed record WatchModel(string Name, UsageSums Sums);

/// <summary>What the live view shows.</summary>
/// <param name="Today">All calls of today until now.</param>
/// <param name="Hours">Tokens by hour of today, as clocks show it: a day on which they are set back has one hour twice.</param>
/// <param name="Days">Tokens by day, today last.</param>
/// <param name="Models">Of today, the most tokens first.</param>
/// <param name="Blocks">Those that are running.</param>
internal sealed record WatchFigures(
    DateTimeOffset Now, UsageSums Today, IReadOnlyList<long> Hours, IReadOnlyList<long> Days, IReadOnlyList<WatchModel> Models,
    IReadOnlyList<UsageBlock> Blocks)
{
    public const int DayCount = 30;

    /// <param name="agent">Only this agent's calls; null for all.</param>
    public static WatchFigures Of(MemoryState state, DateTimeOffset now, TimeZoneInfo zone, string? agent)
    {
        var calendar = new CompanyCalendar(zone);
        var nowMs = now.ToUnixTimeMilliseconds();
        var today = calendar.DayOf(nowMs);
        var from = calendar.StartMsOf(today.AddDays(1 - DayCount));
        var (sums, hours, days) = (default(UsageSums), new long[24], new long[DayCount]);
        var (models, recent) = (new Dictionary<string, UsageSums>(StringComparer.Ordinal), new List<UsageCell>());
        foreach (var cell in state.AllCells)
        {
            var origin = state.Names.Origins[cell.Key.Origin];
            if (cell.Key.Quarter == CellKey.NoTime || cell.Key.StartUnixMs < from || cell.Key.StartUnixMs > nowMs || (agent is not null && origin.Agent != agent))
            {
                continue;
            }

            recent.Add(cell);
            var day = calendar.DayOf(cell.Key.StartUnixMs);
            days[DayCount - 1 - (today.DayNumber - day.DayNumber)] += cell.Sums.TotalTokens;
            if (day == today)
            {
                sums.Add(cell.Sums);
                hours[TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(cell.Key.StartUnixMs), zone).Hour] += cell.Sums.TotalTokens;
                var model = models.GetValueOrDefault(ModelName.Of(origin).Name);
                model.Add(cell.Sums);
                models[ModelName.Of(origin).Name] = model;
            }
        }

        return new(
            TimeZoneInfo.ConvertTime(now, zone), sums, hours, days,
            [
                .. models.Where(static model => model.Value.Requests > 0).OrderByDescending(static model => model.Value.TotalTokens)
                    .ThenBy(static model => model.Key, StringComparer.Ordinal).Select(static model => new WatchModel(model.Key, model.Value)),
            ],
            [.. BlockBuilder.Build(recent, state.Names).Where(block => block.IsActiveAt(nowMs))]);
    }
}
