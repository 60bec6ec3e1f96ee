using System.Buffers;
using Claudeonomics.Core.Cube;

namespace Claudeonomics.Core.Ranking;

/// <summary>Activity by row that is needed while a board is built and not after it, zero at first; as <see cref="Scratch"/>.</summary>
internal readonly struct ActivityScratch : IDisposable
{
    private readonly ActivitySums[] _array;
    private readonly int _length;

    public ActivityScratch(int length)
    {
        (_array, _length) = (ArrayPool<ActivitySums>.Shared.Rent(length), length);
        Span.Clear();
    }

    public Span<ActivitySums> Span => _array.AsSpan(0, _length);

    public void Dispose() => ArrayPool<ActivitySums>.Shared.Return(_array);
}
