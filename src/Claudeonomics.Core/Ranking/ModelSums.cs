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
        if (_sparse is not null)
        {
            return [.. _sparse.Where(static sum => sum.Value > 0)
                .Select(static sum => new ModelSum((int)(sum.Key >> 32), (int)(sum.Key & uint.MaxValue), sum.Value))
                .OrderBy(static sum => sum.Row).ThenBy(static sum => sum.Model)];
        }

        var count = 0;
        foreach (var value in _dense!)
        {
            count += value > 0 ? 1 : 0;
        }

        var sums = new ModelSum[count];
        for (int row = 0, at = 0, next = 0; row < Rows; row++)
        {
            for (var model = 0; model < Models; model++, at++)
            {
                if (_dense[at] > 0)
                {
                    sums[next++] = new(row, model, _dense[at]);
                }
            }
        }

        return sums;
    }

    private void AddSparse(int row, int model, long value) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_sparse!, ((long)row << 32) | (uint)model, out _) += value;
}

/// <param name="Model">Index in <see cref="IBoardData.Models"/>.</param>
public readonly record struct ModelSum(int Row, int Model, long Value);
