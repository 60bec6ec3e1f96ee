using System.Runtime.CompilerServices;

namespace Claudeonomics.Core.Ranking;

/// <summary>Collects sums per row and model: an array where that fits, else a hash table, so that 2,000 models times 85,000 people
/// take room only where somebody used one.</summary>
/// <remarks>Bounds: the array at most 4,194,304 sums (32 MiB); the table grows with the pairs that exist.</remarks>
public sealed class ModelSums
{
    private const int DenseLimit = 4 * 1024 * 1024;
    private readonly long[]? _dense;
    private readonly Dictionary<long, long>? _sparse;

    public ModelSums(int rows, int models)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(models);
        (Rows, Models) = (rows, models);
        if ((long)rows * models <= DenseLimit)
        {
            _dense = new long[rows * models];
        }
        else
        {
            _sparse = [];
        }
    }

    public int Rows { get; }

    public int Models { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, int model, long value)
    {
        if (_dense is not null)
        {
            _dense[(row * Models) + model] += value;
        }
        else
        {
            AddSparse(row, model, value);
        }
    }

    /// <summary>The sums above 0, ordered by row, then by model.</summary>
    public ModelSum[] ToSorted()
    {
        var sums = new List<ModelSum>();
        if (_dense is not null)
        {
            for (var i = 0; i < _dense.Length; i++)
            {
                if (_dense[i] > 0)
                {
                    sums.Add(new(i / Models, i % Models, _dense[i]));
                }
            }
        }
        else
        {
            foreach (var (key, value) in _sparse!)
            {
                if (value > 0)
                {
                    sums.Add(new((int)(key >> 32), (int)(key & uint.MaxValue), value));
                }
            }

            sums.Sort(static (a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Model.CompareTo(b.Model));
        }

        return [.. sums];
    }

    private void AddSparse(int row, int model, long value) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_sparse!, ((long)row << 32) | (uint)model, out _) += value;
}

/// <param name="Model">Index in <see cref="IBoardData.Models"/>.</param>
public readonly record struct ModelSum(int Row, int Model, long Value);
