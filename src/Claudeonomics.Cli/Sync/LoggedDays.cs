using Claudeonomics.Cli.Counting;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Core.Wire;

namespace Claudeonomics.Cli.Sync;

/// <summary>What this machine used on days that are older than a server takes single calls: sums by model, by the company's days.</summary>
/// <param name="firstOpen">The first day that is sent call by call.</param>
internal sealed class LoggedDays(CompanyCalendar calendar, DateOnly firstOpen)
{
    private readonly SortedDictionary<DateOnly, Dictionary<(int Origin, CallTraits Traits), LoggedTotal>> _days = [];

    public IEnumerable<DateOnly> Days => _days.Keys;

    /// <summary>A day as it is sent; without totals when there are none.</summary>
    public UsageDay this[DateOnly day] => new()
    {
        Day = day,
        Totals = _days.TryGetValue(day, out var totals) ? InOrder(totals.Values) : [],
    };

    /// <summary>Which version of a day this is: equal for equal totals.</summary>
    public static string DigestOf(UsageDay day) => LoggedHours.DigestOf(new UsageBatch { Days = [day] });

    /// <summary>Adds a call if its day is old enough.</summary>
    public void Add(in Observation call, NameTables names)
    {
        var day = calendar.DayOf(call.AtUnixMs);
        if (day >= firstOpen)
        {
            return;
        }

        if (!_days.TryGetValue(day, out var totals))
        {
            _days.Add(day, totals = []);
        }

        var known = totals.GetValueOrDefault((call.Origin, call.Traits)) ?? new LoggedTotal();
        var usage = LoggedHours.UsageOf(known) + call.Usage;
        totals[(call.Origin, call.Traits)] = (LoggedTotal)LoggedHours.Fill(
            known with { Calls = known.Calls + 1 }, names.Origins[call.Origin], usage, call.Traits, known.WebSearches + call.WebSearches);
    }

    private static List<LoggedTotal> InOrder(IEnumerable<LoggedTotal> totals) =>
    [
        .. totals.OrderBy(static total => total.Agent, StringComparer.Ordinal).ThenBy(static total => total.Provider, StringComparer.Ordinal)
            .ThenBy(static total => total.Model, StringComparer.Ordinal).ThenBy(static total => total.Speed, StringComparer.Ordinal)
            .ThenBy(static total => total.ServiceTier, StringComparer.Ordinal).ThenBy(static total => total.Geography, StringComparer.Ordinal),
    ];
}
