using Claudeonomics.Core.Time;

namespace Claudeonomics.Cli.Reports;

/// <summary>Which calls a report is about.</summary>
internal sealed class AskedCalls(ReportRequest request)
{
    /// <summary>Where the report's days begin.</summary>
    public CompanyCalendar Calendar { get; } = new(request.Zone);

    /// <param name="atUnixMs">When they were answered, to the quarter of an hour; null without a time: then only a report over all days is about them.</param>
    public bool Include(string agent, long? atUnixMs)
    {
        if (request.Agent is not null && request.Agent != agent)
        {
            return false;
        }

        if (request.Since is null && request.Until is null && request.FromUnixMs is null)
        {
            return true;
        }

        return atUnixMs is { } at && Calendar.DayOf(at) is var day && (request.FromUnixMs is not { } from || at >= from)
            && (request.Since is not { } since || day >= since) && (request.Until is not { } until || day <= until);
    }
}
