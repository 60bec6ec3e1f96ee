using System.Text.Json.Serialization;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Server.People;

/// <param name="ListCostUsd">Of what has a price; null when nothing has.</param>
/// <param name="CostSpreadUsd">How far unknown cache lifetimes leave the cost open.</param>
/// <param name="CacheSavedUsd">What the caches saved at list price.</param>
internal sealed record UsageSumsJson(
    long Requests, TokensJson Tokens, decimal? ListCostUsd, decimal CostSpreadUsd, decimal CacheSavedUsd, long UnpricedTokens)
{
    private const decimal NanoPerUsd = 1_000_000_000m;

    public static UsageSumsJson Of(in UsageSums sums) => new(
        sums.Requests, TokensJson.Of(sums), sums.ListCostUsd, sums.CostSpreadNanoUsd / NanoPerUsd, sums.CacheSavedNanoUsd / NanoPerUsd,
        sums.UnpricedTokens);
}

/// <param name="Key">By <c>by</c>: an hour (2026-11-21T13:00:00Z), a company day, a model, an agent, or a conversation's keyed hash.</param>
/// <param name="FirstAt">Of a conversation.</param>
/// <param name="LastAt">Of a conversation.</param>
internal sealed record UsageRowJson(
    string Key, string Agent, string Provider, string Model, UsageSumsJson Sums,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FirstAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastAt)
{
    public static UsageRowJson Of(UsageRow row) =>
        new(row.Key, row.Agent, row.Provider, row.Model, UsageSumsJson.Of(row.Sums), row.FirstAt, row.LastAt);
}

/// <summary>Somebody's sums per key, agent, provider and model.</summary>
/// <param name="By"><c>hour</c>, <c>day</c>, <c>model</c>, <c>agent</c> or <c>conversation</c>.</param>
internal sealed record UsageJson(WindowJson Window, string By, IReadOnlyList<UsageRowJson> Rows, UsageSumsJson Totals)
{
    public static UsageJson Of(DayRange days, string by, IReadOnlyList<UsageRow> rows) => new(
        WindowJson.Of(days), by, [.. rows.Select(UsageRowJson.Of)],
        UsageSumsJson.Of(rows.Aggregate(default(UsageSums), static (sum, row) => sum + row.Sums)));
}

/// <summary>What somebody did, one entry a company day on which anything was reported.</summary>
internal sealed record ActivityJson(WindowJson Window, IReadOnlyList<ActivityDayJson> Days)
{
    public static ActivityJson Of(DayRange window, IReadOnlyList<ActivityDay> days, RuleBook rules) =>
        new(WindowJson.Of(window), [.. days.Select(day => ActivityDayJson.Of(day, rules))]);
}

/// <summary>Members as in <see cref="ActivityDay"/>; seconds are whole.</summary>
/// <param name="IsActiveDay">By the rules of its month, as far as signals tell.</param>
internal sealed record ActivityDayJson(
    DateOnly Day, long Prompts, long HumanSignals, int HumanSpanMinutes, int ActSpanMinutes, long EditsAccepted, long EditsRejected, long ToolsAccepted, long ToolsRejected,
    long LinesAdded, long LinesRemoved, long Commits, long PullRequests, long UserActiveSeconds, long AgentActiveSeconds, long SupervisedSeconds,
    long CodeChanges, long TestChanges, long DocumentationChanges, long ConfigurationChanges, bool IsActiveDay)
{
    public static ActivityDayJson Of(ActivityDay day, RuleBook rules) => new(
        day.Day, day.Prompts, day.HumanSignals, day.HumanSpanMinutes, day.ActSpanMinutes, day.EditsAccepted, day.EditsRejected, day.ToolsAccepted, day.ToolsRejected,
        day.LinesAdded, day.LinesRemoved, day.Commits, day.PullRequests, day.UserActiveSeconds, day.AgentActiveSeconds, day.SupervisedSeconds,
        day.CodeChanges, day.TestChanges, day.DocumentationChanges, day.ConfigurationChanges, day.IsActive(rules.Of(day.Day).ActiveDay));
}
