using System.Buffers;

namespace Claudeonomics.Core.Ranking;

/// <summary>Numbers that are needed while a board is built and not after it, zero at first.</summary>
/// <remarks>
/// Arrays of 85,000 numbers are too large for the collector's young generations: made anew for every board, most of what a board cost was
/// the operating system handing out fresh pages. These come from the shared pool and go back to it.
/// </remarks>
internal readonly struct Scratch : IDisposable
{
    private readonly long[] _array;
    private readonly int _length;

    public Scratch(int length)
    {
        (_array, _length) = (ArrayPool<long>.Shared.Rent(length), length);
        Span.Clear();
    }

    public Span<long> Span => _array.AsSpan(0, _length);

    public void Dispose() => ArrayPool<long>.Shared.Return(_array);
}
