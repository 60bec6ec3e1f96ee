using Claudeonomics.Core.Matching;

namespace Claudeonomics.Core.Cube;

/// <summary>The ways to change the cube, while nobody reads it.</summary>
public readonly struct CubeWriter
{
    private readonly UsageCube _cube;

    internal CubeWriter(UsageCube cube) => _cube = cube;

    /// <summary>Adds to the sums of an identity, day and dimension; negative parts take back.</summary>
    public void Add(DateOnly day, int identity, ushort dimension, in UsageCells cells)
    {
        _cube.Add(day.DayNumber, identity, dimension, cells);
        _cube.Journal?.Add(day, identity, dimension, cells);
    }

    /// <summary>Adds what an identity did with an agent on a day.</summary>
    public void Add(DateOnly day, int identity, ushort agent, in ActivityCells cells)
    {
        _cube.DayToWrite(day.DayNumber).Activity.Add(identity, agent, cells);
        if (_cube.Activity.Concerns(day.DayNumber))
        {
            _cube.Activity.Add(day.DayNumber, identity, agent, ActivitySums.Of(cells));
        }

        _cube.Journal?.Add(day, identity, agent, cells);
    }

    /// <inheritdoc cref="Add(DateOnly, int, ushort, in ActivityCells)"/>
    public void Add(DateOnly day, int identity, ushort agent, in ActivityChange change)
    {
        _cube.DayToWrite(day.DayNumber).Activity.Add(identity, agent, change);
        if (_cube.Activity.Concerns(day.DayNumber))
        {
            _cube.Activity.Add(day.DayNumber, identity, agent, change.Sums);
        }

        _cube.Journal?.Add(day, identity, agent, change);
    }

    /// <summary>Adds supervised time to a conversation; negative takes back.</summary>
    public void AddSupervised(int identity, ulong conversation, CreditedTime stretch)
    {
        _cube.DayToWrite(stretch.Day).Threads.Add(new(identity, conversation), stretch);
        _cube.Journal?.AddSupervised(identity, conversation, stretch);
    }

    /// <summary>Adds to a calendar month of days that are not held by themselves any more.</summary>
    public void AddToMonth(DateOnly firstDay, int identity, ushort dimension, in UsageCells cells)
    {
        _cube.AddToMonth(firstDay.DayNumber, identity, dimension, cells);
        _cube.Journal?.AddToMonth(firstDay, identity, dimension, cells);
    }

    /// <summary>Folds days before a day into their months.</summary>
    public void Retire(DateOnly before)
    {
        _cube.Retire(before.DayNumber);
        _cube.Journal?.Retire(before);
    }

    /// <summary>Sets the first day that is held by itself, before anything was added.</summary>
    public void HoldFrom(DateOnly day)
    {
        _cube.HoldFrom(day);
        _cube.Journal?.HoldFrom(day);
    }

    /// <summary>Lets go of months that ended before a day.</summary>
    public void Forget(DateOnly before)
    {
        _cube.ForgetMonths(before.DayNumber);
        _cube.Journal?.Forget(before);
    }

    /// <summary>Packs the days before a day, which are not expected to change much any more.</summary>
    public void SettleBefore(DateOnly day)
    {
        _cube.SettleBefore(day.DayNumber);
        _cube.Journal?.SettleBefore(day);
    }

    /// <summary>Forgets all sums; dimensions and agents keep their numbers.</summary>
    public void Clear()
    {
        _cube.Clear();
        _cube.Journal?.Clear();
    }
}
