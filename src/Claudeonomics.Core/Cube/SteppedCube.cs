using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>A cube's sums as they were at the last step, for what others may see of people: whatever is read between two steps is of one state.</summary>
/// <remarks>
/// Holding back what is shown is not enough: whoever asks for a board that nobody has asked for in this hour would have it made of the sums of that
/// minute, and could watch somebody by asking for one after the other. So the sums themselves stand still. It takes the memory of a second cube.
/// </remarks>
public sealed class SteppedCube : IBoardSource, IDisposable
{
    private readonly UsageCube _live;
    private readonly UsageCube _shown;

    private SteppedCube(UsageCube live, UsageCube shown) => (_live, _shown) = (live, shown);

    public event Action? Changed
    {
        add => _shown.Changed += value;
        remove => _shown.Changed -= value;
    }

    public long Version => _shown.Version;

    /// <summary>The sums of the last step. Written by nobody else.</summary>
    public UsageCube Shown => _shown;

    /// <summary>Begins with the sums of this moment. A cube is followed by one at most.</summary>
    public static SteppedCube Follow(UsageCube live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return new(live, live.CopyAndNote());
    }

    public IBoardData Open(Roster roster) => _shown.Open(roster);

    /// <summary>Shows the sums of this moment from now on.</summary>
    public void Step()
    {
        if (_live.TakeJournal() is { IsEmpty: false } journal)
        {
            _shown.Write(journal.WriteTo);
        }
    }

    /// <summary>Lets go of its own sums. What is noted for the next step goes with the cube that it follows, which may be gone already.</summary>
    public void Dispose() => _shown.Dispose();
}
