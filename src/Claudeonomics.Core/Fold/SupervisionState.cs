using System.Runtime.InteropServices;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Fold;

/// <summary>When one identity gave signals in one conversation, and what that was credited so far.</summary>
internal sealed class SupervisionState(int identity)
{
    /// <summary>Moments kept of each kind: a year of five-minute signals. Later ones are not credited.</summary>
    private const int MaxTimes = 100_000;

    private readonly List<long> _human = [];
    private readonly List<long> _productive = [];
    private readonly List<long> _newHuman = [];
    private readonly List<long> _newProductive = [];
    private SortedList<int, long> _credited = [];
    private SortedList<int, long> _next = [];

    public int Identity { get; } = identity;

    public bool IsDirty { get; private set; }

    public void SawHuman(long atMs) => IsDirty |= Insert(_human, atMs) && Note(_newHuman, atMs);

    public void SawProductive(long atMs) => IsDirty |= Insert(_productive, atMs) && Note(_newProductive, atMs);

    /// <summary>Takes back what an archived piece knows; it was credited before.</summary>
    public void Restore(SupervisionTimes times, CompanyCalendar calendar)
    {
        foreach (var at in times.HumanMs)
        {
            Insert(_human, at);
        }

        foreach (var at in times.ProductiveMs)
        {
            Insert(_productive, at);
        }

        Credit(calendar);
        (_credited, _next) = (_next, _credited);
    }

    /// <summary>Reports what changed since the last time, in seconds per company day.</summary>
    public void Publish(CompanyCalendar calendar, Action<int, int> changed)
    {
        IsDirty = false;
        Credit(calendar);
        foreach (var (day, ms) in _next)
        {
            var before = _credited.GetValueOrDefault(day);
            if (ms / 1000 != before / 1000)
            {
                changed(day, (int)((ms / 1000) - (before / 1000)));
            }
        }

        foreach (var (day, ms) in _credited)
        {
            if (!_next.ContainsKey(day))
            {
                changed(day, (int)-(ms / 1000));
            }
        }

        (_credited, _next) = (_next, _credited);
    }

    /// <summary>The moments of one company day that no checkpoint has kept yet.</summary>
    public SupervisionTimes? NewTimesOf(int day, CompanyCalendar calendar)
    {
        var human = Of(_newHuman, day, calendar);
        var productive = Of(_newProductive, day, calendar);
        return human.Length + productive.Length == 0 ? null : new(Identity, human, productive);
    }

    public void Kept()
    {
        _newHuman.Clear();
        _newProductive.Clear();
    }

    private static long[] Of(List<long> times, int day, CompanyCalendar calendar)
    {
        var ofDay = times.Where(at => calendar.DayNumberOf(at) == day).ToArray();
        Array.Sort(ofDay);
        return ofDay;
    }

    private static bool Note(List<long> times, long atMs)
    {
        times.Add(atMs);
        return true;
    }

    private static bool Insert(List<long> sorted, long atMs)
    {
        if (sorted.Count == 0 || sorted[^1] < atMs)
        {
            if (sorted.Count < MaxTimes)
            {
                sorted.Add(atMs);
                return true;
            }

            return false;
        }

        var index = sorted.BinarySearch(atMs);
        if (index >= 0 || sorted.Count >= MaxTimes)
        {
            return false;
        }

        sorted.Insert(~index, atMs);
        return true;
    }

    private void Credit(CompanyCalendar calendar) => Matching.Supervision.Credit(
        CollectionsMarshal.AsSpan(_human), CollectionsMarshal.AsSpan(_productive), calendar, _next);
}
