using System.Runtime.InteropServices;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Fold;

/// <summary>When one identity gave signals in one conversation, and what that was credited so far.</summary>
internal sealed class SupervisionState(ulong conversation, int identity)
{
    private MomentSet _human;
    private MomentSet _productive;
    private MomentSet _newHuman;
    private MomentSet _newProductive;
    private List<CreditedTime> _credited = [];
    private bool _isChanged;

    public ulong Conversation { get; } = conversation;

    public int Identity { get; } = identity;

    /// <summary>Of another identity in the same conversation.</summary>
    public SupervisionState? Next { get; init; }

    /// <returns>Whether there is something to <see cref="Publish"/> now, and there was nothing before.</returns>
    public bool SawHuman(long atMs) => _human.Add(atMs) && Note(ref _newHuman, atMs);

    /// <inheritdoc cref="SawHuman"/>
    public bool SawProductive(long atMs) => _productive.Add(atMs) && Note(ref _newProductive, atMs);

    /// <summary>Takes back what an archived piece knows; <see cref="Restored"/> follows when all pieces were told.</summary>
    public void Restore(SupervisionTimes times)
    {
        foreach (var at in times.HumanMs)
        {
            _human.Add(at);
        }

        foreach (var at in times.ProductiveMs)
        {
            _productive.Add(at);
        }
    }

    /// <summary>What was restored has been credited before.</summary>
    public void Restored(CompanyCalendar calendar) => Credit(calendar, _credited);

    /// <summary>Reports what changed since the last time: stretches that came, and with less than no time those that are no longer there
    /// as they were.</summary>
    /// <param name="spare">A list to work with.</param>
    /// <param name="changes">Receives the changes, at most one of each company day and beginning; cleared first.</param>
    public void Publish(CompanyCalendar calendar, ref List<CreditedTime> spare, List<CreditedTime> changes)
    {
        _isChanged = false;
        changes.Clear();
        Credit(calendar, spare);
        foreach (var stretch in spare)
        {
            AddChange(stretch, stretch.Ms - MsOf(stretch, _credited), changes);
        }

        foreach (var stretch in _credited)
        {
            if (MsOf(stretch, spare) == 0)
            {
                AddChange(stretch, -stretch.Ms, changes);
            }
        }

        (_credited, spare) = (spare, _credited);
    }

    /// <summary>The moments of one company day that no checkpoint has kept yet, or <see langword="null"/>.</summary>
    public SupervisionTimes? NewTimesOf(int day, CompanyCalendar calendar)
    {
        var human = Of(_newHuman.Span, day, calendar);
        var productive = Of(_newProductive.Span, day, calendar);
        return human.Length + productive.Length == 0 ? null : new(Identity, human, productive);
    }

    public void Kept()
    {
        _newHuman.Clear();
        _newProductive.Clear();
    }

    private bool Note(ref MomentSet moments, long atMs)
    {
        moments.Add(atMs);
        var isFirst = !_isChanged;
        _isChanged = true;
        return isFirst;
    }

    private void Credit(CompanyCalendar calendar, List<CreditedTime> credited) =>
        Supervision.Credit(_human.Span, _productive.Span, calendar, credited);

    private static int MsOf(CreditedTime stretch, List<CreditedTime> credited)
    {
        foreach (var time in CollectionsMarshal.AsSpan(credited))
        {
            if (time.Day == stretch.Day && time.StartMs == stretch.StartMs)
            {
                return time.Ms;
            }
        }

        return 0;
    }

    private static void AddChange(CreditedTime stretch, int ms, List<CreditedTime> changes)
    {
        if (ms != 0)
        {
            changes.Add(stretch with { Ms = ms });
        }
    }

    private static long[] Of(ReadOnlySpan<long> moments, int day, CompanyCalendar calendar)
    {
        var ofDay = new List<long>();
        foreach (var at in moments)
        {
            if (calendar.DayNumberOf(at) == day)
            {
                ofDay.Add(at);
            }
        }

        return [.. ofDay];
    }
}
