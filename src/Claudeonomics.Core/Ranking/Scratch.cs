using System.Buffers;

namespace Claudeonomics.Core.Ranking;

/// <summary>Rows that are needed while a board is built and not after it.</summary>
/// <remarks>
/// Arrays of 85,000 numbers are too large for the collector's young generations: made anew for every board, most of what a board cost was
/// the operating system handing out fresh pages. These come from the shared pool and go back to it.
/// </remarks>
internal readonly struct Scratch<T> : IDisposable
    where T : struct
{
    private readonly T[] _array;
    private readonly int _length;

    /// <param name="isZero">Whether they are zero at first; otherwise they are whatever was there before.</param>
    public Scratch(int length, bool isZero = true)
    {
        (_array, _length) = (ArrayPool<T>.Shared.Rent(length), length);
        if (isZero)
        {
            Span.Clear();
        }
    }

    public Span<T> Span => _array.AsSpan(0, _length);

    public void Dispose() => ArrayPool<T>.Shared.Return(_array);
}
