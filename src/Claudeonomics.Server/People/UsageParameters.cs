using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.People;

/// <summary>Which of somebody's sums are asked for.</summary>
/// <param name="From">First company day; 30 days back when absent.</param>
/// <param name="To">The day after the last; tomorrow when absent.</param>
/// <param name="By">hour, day, model, agent or conversation; day when absent.</param>
internal sealed record UsageParameters(
    [FromQuery] DateOnly? From, [FromQuery] DateOnly? To, [FromQuery] string? By, [FromQuery] string? Agent, [FromQuery] string? Provider,
    [FromQuery] string? Model)
{
    // Hours are kept as long as raw facts, days 13 months and the one that is running.
    private const int MaxHourDays = 62;
    private const int MaxDays = 430;
    private const int DefaultDays = 30;

    /// <summary>Reads somebody's rows, or says what is wrong with the question.</summary>
    /// <param name="person">Ordinal in the roster; <see langword="null"/> for nobody.</param>
    public Results<Ok<UsageJson>, ValidationProblem, NotFound, ForbidHttpResult> Answer(int? person, IUsageReader usage, DateOnly today)
    {
        if (person is not { } ordinal)
        {
            return TypedResults.NotFound();
        }

        var by = By ?? "day";
        UsageGrouping? grouping = by switch
        {
            "hour" => UsageGrouping.Hour,
            "day" => UsageGrouping.Day,
            "model" => UsageGrouping.Model,
            "agent" => UsageGrouping.Agent,
            "conversation" => UsageGrouping.Conversation,
            _ => null,
        };
        if (grouping is null)
        {
            return PeopleEndpoints.Invalid("by", "hour, day, model, agent or conversation.");
        }

        var to = To ?? today.AddDays(1);
        var from = From ?? to.AddDays(-DefaultDays);
        var most = grouping is UsageGrouping.Hour ? MaxHourDays : MaxDays;
        if (from >= to || to.DayNumber - from.DayNumber > most)
        {
            return PeopleEndpoints.Invalid("from", $"1 to {most} days before to, which is the day after the last.");
        }

        var days = new DayRange(from, to);
        var rows = usage.Rows(new UsageSubject.Person(ordinal), days, grouping.Value, new(Agent, Provider, Model));
        return TypedResults.Ok(UsageJson.Of(days, by, rows));
    }
}
