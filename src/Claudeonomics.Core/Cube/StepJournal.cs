using System.Runtime.InteropServices;
using Claudeonomics.Core.Matching;

namespace Claudeonomics.Core.Cube;

/// <summary>What was written into a cube since a step, so that another can be brought to the same state at the next.</summary>
/// <remarks>
/// Changes of the same row are added up, so that its size is bounded by the rows that change between two steps, not by the calls: an hour of 85,000
/// people is some hundred thousand rows. Written under the cube's lock.
/// </remarks>
internal sealed class StepJournal
{
    // What concerns whole days and months comes a few times a day; the rows before it are to be written before it.
    private readonly List<Action<CubeWriter>> _closed = [];
    private Rows _rows = new();

    public bool IsEmpty => _closed.Count == 0 && _rows.IsEmpty;

    public void Add(DateOnly day, int identity, ushort dimension, in UsageCells cells) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_rows.Usage, (day, identity, dimension), out _).Add(cells);

    public void Add(DateOnly day, int identity, ushort agent, in ActivityCells cells) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_rows.Activity, (day, identity, agent), out _).Add(cells);

    public void Add(DateOnly day, int identity, ushort agent, in ActivityChange change) =>
        change.AddTo(ref CollectionsMarshal.GetValueRefOrAddDefault(_rows.Activity, (day, identity, agent), out _));

    public void AddSupervised(int identity, ulong conversation, CreditedTime stretch) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_rows.Supervised, (identity, conversation, stretch with { Ms = 0 }), out _) += stretch.Ms;

    public void AddToMonth(DateOnly firstDay, int identity, ushort dimension, UsageCells cells) =>
        _closed.Add(writer => writer.AddToMonth(firstDay, identity, dimension, cells));

    public void Retire(DateOnly before) => Close(writer => writer.Retire(before));

    public void HoldFrom(DateOnly day) => Close(writer => writer.HoldFrom(day));

    public void Forget(DateOnly before) => Close(writer => writer.Forget(before));

    public void SettleBefore(DateOnly day) => Close(writer => writer.SettleBefore(day));

    public void Clear()
    {
        _closed.Clear();
        _rows = new();
        _closed.Add(static writer => writer.Clear());
    }

    public void WriteTo(CubeWriter writer)
    {
        foreach (var write in _closed)
        {
            write(writer);
        }

        _rows.WriteTo(writer);
    }

    private void Close(Action<CubeWriter> last)
    {
        if (!_rows.IsEmpty)
        {
            _closed.Add(_rows.WriteTo);
            _rows = new();
        }

        _closed.Add(last);
    }

    private sealed class Rows
    {
        public Dictionary<(DateOnly Day, int Identity, ushort Dimension), UsageCells> Usage { get; } = [];

        public Dictionary<(DateOnly Day, int Identity, ushort Agent), ActivityCells> Activity { get; } = [];

        // By stretches without their time.
        public Dictionary<(int Identity, ulong Conversation, CreditedTime Stretch), int> Supervised { get; } = [];

        public bool IsEmpty => Usage.Count + Activity.Count + Supervised.Count == 0;

        public void WriteTo(CubeWriter writer)
        {
            foreach (var ((day, identity, dimension), cells) in Usage)
            {
                writer.Add(day, identity, dimension, cells);
            }

            foreach (var ((day, identity, agent), cells) in Activity)
            {
                writer.Add(day, identity, agent, cells);
            }

            foreach (var ((identity, conversation, stretch), ms) in Supervised)
            {
                writer.AddSupervised(identity, conversation, stretch with { Ms = ms });
            }
        }
    }
}
