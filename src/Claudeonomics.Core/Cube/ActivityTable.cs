namespace Claudeonomics.Core.Cube;

/// <summary>What identities did on one company day, a row per identity and agent.</summary>
internal sealed class ActivityTable
{
    private int[] _identities = [];
    private ushort[] _agents = [];
    private ActivityCells[] _cells = [];
    private RowIndex? _index;

    public int Count { get; private set; }

    public ReadOnlySpan<int> Identities => _identities.AsSpan(0, Count);

    public ReadOnlySpan<ushort> Agents => _agents.AsSpan(0, Count);

    public ReadOnlySpan<ActivityCells> Cells => _cells.AsSpan(0, Count);

    public void Add(int identity, ushort agent, in ActivityCells cells) => CellsOf(identity, agent).Add(cells);

    public void Add(int identity, ushort agent, in ActivityChange change) => change.AddTo(ref CellsOf(identity, agent));

    /// <summary>Gives back the room of the index; the next addition builds it again.</summary>
    public void Settle() => _index = null;

    private ref ActivityCells CellsOf(int identity, ushort agent)
    {
        var index = _index ??= RowIndex.Build(Identities, Agents, from: 0);
        var row = index.Find(identity, agent, Identities, Agents, out var slot);
        if (row < 0)
        {
            if (Count == _identities.Length)
            {
                var capacity = Math.Max(16, Count * 2);
                Array.Resize(ref _identities, capacity);
                Array.Resize(ref _agents, capacity);
                Array.Resize(ref _cells, capacity);
            }

            row = Count++;
            _identities[row] = identity;
            _agents[row] = agent;
            if (!index.Put(slot, row, row))
            {
                _index = RowIndex.Build(Identities, Agents, from: 0);
            }
        }

        return ref _cells[row];
    }
}
