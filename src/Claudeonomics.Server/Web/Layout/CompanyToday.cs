using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Web.Layout;

/// <summary>The company day it is.</summary>
internal sealed class CompanyToday(TimeProvider clock, CompanyCalendar calendar)
{
    public DateOnly Value => calendar.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
