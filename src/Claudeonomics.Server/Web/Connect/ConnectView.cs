using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Telemetry;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Web.Connect;

/// <summary>The page that points agents here.</summary>
/// <param name="Server">As the browser reached it, without a slash at the end.</param>
/// <param name="Key">Just made and shown this once; <see langword="null"/> before.</param>
/// <param name="IsFleet">For managed settings and a shared key.</param>
/// <param name="Arrived">What the viewer's agents sent yesterday and today; <see langword="null"/> for who has no row.</param>
public sealed record ConnectView(string Server, string? Key, bool IsFleet, Arrivals? Arrived)
{
    public IReadOnlyList<AgentSettings> Agents =>
        IsFleet ? AgentSettings.ForFleet(Server, Key ?? "YOUR-KEY") : AgentSettings.ForOne(Server, Key ?? "YOUR-KEY");
}

/// <summary>What somebody's agents sent lately.</summary>
/// <param name="Agents">Name and tokens, most first.</param>
public sealed record Arrivals(IReadOnlyList<(string Agent, long Tokens)> Agents)
{
    internal static Arrivals Of(int person, DateOnly today, IUsageReader usage) => new(
        [.. usage.Rows(new UsageSubject.Person(person), DayRange.LastDays(today, 2), UsageGrouping.Agent, UsageFilter.All)
            .GroupBy(static row => row.Agent, StringComparer.Ordinal)
            .Select(static rows => (rows.Key, rows.Sum(static row => row.Sums.Tokens.TotalTokens)))
            .Where(static agent => agent.Item2 > 0)
            .OrderByDescending(static agent => agent.Item2)]);
}
