namespace Claudeonomics.Core.Cube;

/// <summary>Which identities count under each board row: a <see cref="RowMap"/> the other way round.</summary>
internal sealed class RowIdentities
{
    private readonly int[] _identities;

    // The identities of row i are _starts[i] to _starts[i + 1].
    private readonly int[] _starts;

    public RowIdentities(RowMap map)
    {
        var counted = 0;
        var rows = 0;
        foreach (var row in map.Rows)
        {
            (counted, rows) = row < 0 ? (counted, rows) : (counted + 1, Math.Max(rows, row + 1));
        }

        _identities = new int[counted];
        _starts = new int[rows + 1];
        foreach (var row in map.Rows)
        {
            if (row >= 0)
            {
                _starts[row + 1]++;
            }
        }

        for (var row = 0; row < rows; row++)
        {
            _starts[row + 1] += _starts[row];
        }

        var next = _starts.AsSpan(0, rows).ToArray();
        for (var i = 0; i < map.Rows.Length; i++)
        {
            if (map.Rows[i] >= 0)
            {
                _identities[next[map.Rows[i]]++] = map.IdentityAt(i);
            }
        }
    }

    /// <summary>The identities of a row, ascending.</summary>
    public ReadOnlySpan<int> Of(int row) => row < _starts.Length - 1 ? _identities.AsSpan(_starts[row].._starts[row + 1]) : [];
}
