using System.Diagnostics.CodeAnalysis;
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

        if (!TryReadDays(From, To, today, grouping is UsageGrouping.Hour ? MaxHourDays : MaxDays, out var days, out var problem))
        {
            return problem;
        }

        var rows = usage.Rows(new UsageSubject.Person(ordinal), days, grouping.Value, new(Agent, Provider, Model));
        return TypedResults.Ok(UsageJson.Of(days, by, rows));
    }

    /// <summary>Reads the days of a question about what is kept 13 months, or says what is wrong with them.</summary>
    public static bool TryReadDays(DateOnly? from, DateOnly? to, DateOnly today, out DayRange days, [NotNullWhen(false)] out ValidationProblem? problem) =>
        TryReadDays(from, to, today, MaxDays, out days, out problem);

    private static bool TryReadDays(
        DateOnly? from, DateOnly? to, DateOnly today, int most, out DayRange days, [NotNullWhen(false)] out ValidationProblem? problem)
    {
        var end = to ?? today.AddDays(1);
        // Before the calendar's first day there is none.
        var start = from ?? DateOnly.FromDayNumber(Math.Max(end.DayNumber - DefaultDays, 0));
        var isFit = start < end && end.DayNumber - start.DayNumber <= most;
        days = isFit ? new(start, end) : default;
        problem = isFit ? null : PeopleEndpoints.Invalid("from", $"1 to {most} days before to, which is the day after the last.");
        return isFit;
    }
}
