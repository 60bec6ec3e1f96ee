using Claudeonomics.Simulator.Chance;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Activity;

/// <summary>A session that has not begun.</summary>
/// <param name="Day">Local day, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Index">Place among the person's sessions of that day.</param>
/// <param name="StartSecond">Of the local day.</param>
internal readonly record struct PlannedSession(
    int Person, int Day, int Index, int Requests, int StartSecond, bool IsAttended);

/// <summary>Decides on which days people work, and which sessions they have on a day.</summary>
/// <remarks>
/// A day's sessions depend on the seed, the person and the day alone, so that a stream can begin anywhere and two streams agree
/// on the days they share. Months are counted in periods of 30 days back (and on) from the company's last day.
/// </remarks>
internal sealed class DayPlanner
{
    // Saturday and Sunday together have w of the requests when a weekend day weighs 5w/(2(1-w)) workdays. People are active on
    // fewer weekend days than workdays, which then weigh more.
    private const double WeekendDayWeight = 5 * CompanyParameters.WeekendShare / (2 * (1 - CompanyParameters.WeekendShare));

    private readonly Company _company;
    private readonly int _firstDayOfLastPeriod;
    private readonly uint[] _activeDays;
    private readonly double[] _tokensPerWeight;
    private readonly int[] _period;

    public DayPlanner(Company company)
    {
        _company = company;
        _firstDayOfLastPeriod = company.Options.LastDay.DayNumber - CompanyParameters.PeriodDays + 1;
        _activeDays = new uint[company.People.Count];
        _tokensPerWeight = new double[company.People.Count];
        _period = new int[company.People.Count];
        Array.Fill(_period, int.MinValue);
    }

    /// <summary>Adds a person's sessions of one local day, in no particular order.</summary>
    public void Plan(SimulatedPerson person, int day, List<PlannedSession> sessions)
    {
        if (person.MonthlyTokens == 0)
        {
            return;
        }

        var (period, dayOfPeriod) = PeriodOf(day);
        if (_period[person.Ordinal] != period)
        {
            PlanPeriod(person, period);
        }

        if ((_activeDays[person.Ordinal] >> dayOfPeriod & 1) != 0)
        {
            PlanSessions(person, day, _tokensPerWeight[person.Ordinal] * WeightOf(person, day), sessions);
        }
    }

    private (int Period, int DayOfPeriod) PeriodOf(int day)
    {
        var offset = day - _firstDayOfLastPeriod;
        var period = (int)Math.Floor(offset / (double)CompanyParameters.PeriodDays);
        return (period, offset - (period * CompanyParameters.PeriodDays));
    }

    private void PlanPeriod(SimulatedPerson person, int period)
    {
        var firstDay = _firstDayOfLastPeriod + (period * CompanyParameters.PeriodDays);
        var days = person.WorksEveryDay ? (1u << CompanyParameters.PeriodDays) - 1 : ChooseDays(person, period, firstDay);
        double weight = 0;
        for (var i = 0; i < CompanyParameters.PeriodDays; i++)
        {
            weight += (days >> i & 1) != 0 ? WeightOf(person, firstDay + i) : 0;
        }

        // The company grew up to its last period and is steady after it.
        var growth = Math.Pow(CompanyParameters.GrowthBackPerPeriod, Math.Max(0, -period));
        _period[person.Ordinal] = period;
        _activeDays[person.Ordinal] = days;
        _tokensPerWeight[person.Ordinal] = person.MonthlyTokens * growth / weight;
    }

    private uint ChooseDays(SimulatedPerson person, int period, int firstDay)
    {
        var random = SplitMix64.For(_company.Options.Seed, Purpose.Period, person.Ordinal, period);
        var chance = (person.ExpectedWorkdays - 1) / CompanyParameters.MostExtraWorkdays;
        var wanted = 1;
        for (var i = 0; i < CompanyParameters.MostExtraWorkdays; i++)
        {
            wanted += random.Chance(chance) ? 1 : 0;
        }

        var workdaysLeft = 0;
        for (var i = 0; i < CompanyParameters.PeriodDays; i++)
        {
            workdaysLeft += IsWeekend(firstDay + i) ? 0 : 1;
        }

        uint days = 0;
        for (var i = 0; i < CompanyParameters.PeriodDays; i++)
        {
            if (IsWeekend(firstDay + i))
            {
                days |= random.Chance(chance * CompanyParameters.WeekendDayOdds) ? 1u << i : 0;
                continue;
            }

            // Every set of `wanted` workdays is equally likely.
            if (random.Below(workdaysLeft--) < wanted)
            {
                wanted--;
                days |= 1u << i;
            }
        }

        return days;
    }

    private double WeightOf(SimulatedPerson person, int day)
    {
        var jitter = Tables.DayJitter.Draw(SplitMix64.For(_company.Options.Seed, Purpose.Day, person.Ordinal, day).State);
        return !IsWeekend(day) ? jitter
            : person.WorksEveryDay ? jitter * WeekendDayWeight
            : jitter * WeekendDayWeight / CompanyParameters.WeekendDayOdds;
    }

    private void PlanSessions(SimulatedPerson person, int day, double tokens, List<PlannedSession> sessions)
    {
        var random = SplitMix64.For(_company.Options.Seed, Purpose.Sessions, person.Ordinal, day);
        if (_company.Options.MostRequestsPerDay is { } most)
        {
            tokens = Math.Min(tokens, Tables.FirstRequestTokens + ((most - 1) * Tables.LaterRequestTokens));
        }

        var meanSession = Tables.FirstRequestTokens + ((Tables.SessionRequests.Mean - 1) * Tables.LaterRequestTokens);
        var attendedShare = CompanyParameters.MostAttendedSessionsPerDay * meanSession / tokens;
        for (var index = 0; tokens > 0; index++)
        {
            var affordable = 1 + ((tokens - Tables.FirstRequestTokens) / Tables.LaterRequestTokens);
            if (affordable < 1 && !random.Chance(tokens / Tables.FirstRequestTokens))
            {
                return;
            }

            // What is left decides a day's last session; its fraction of a request is a chance.
            var whole = (int)affordable + (random.Chance(affordable - Math.Floor(affordable)) ? 1 : 0);
            var requests = Math.Max(1, Math.Min(Tables.SessionRequests.Draw(random.Next()), affordable < 1 ? 1 : whole));
            tokens -= Tables.FirstRequestTokens + ((requests - 1) * Tables.LaterRequestTokens);
            var isFlat = random.Chance(CompanyParameters.FlatUnattendedShare);
            var isAttended = !isFlat && random.Chance(attendedShare);
            sessions.Add(new(person.Ordinal, day, index, requests, Start(ref random, isFlat, isAttended, requests), isAttended));
        }
    }

    private static int Start(ref SplitMix64 random, bool isFlat, bool isAttended, int requests)
    {
        if (isFlat)
        {
            return random.Below(86_400);
        }

        // The hours are those of requests, not of beginnings, so the drawn moment is somewhere within the session.
        var moment = Tables.WorkSecond.DrawBetween(random.Next());
        var gap = isAttended ? Tables.AttendedGapMs : Tables.QuickGap.Mean;
        var before = random.Unit() * requests * gap / 1000;
        return (int)Math.Max(moment % 3600, moment - before);
    }

    // Day number 0 was a Monday.
    private static bool IsWeekend(int day) => day % 7 >= 5;
}
