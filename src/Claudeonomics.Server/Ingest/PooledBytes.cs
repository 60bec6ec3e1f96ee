using System.Buffers;

namespace Claudeonomics.Server.Ingest;

/// <summary>How much memory the bodies of all requests may take at once.</summary>
/// <remarks>Its consequence: past it a request is answered with 429, and its sender, who still has the data, comes back.</remarks>
internal sealed class BodyBudget(long maxBytes)
{
    private long _taken;

    public long TakenBytes => Interlocked.Read(ref _taken);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= maxBytes)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}

/// <summary>Contiguous bytes in a pooled array that grows as far as the budget allows.</summary>
internal sealed class PooledBytes(BodyBudget budget) : IDisposable
{
    private byte[] _array = [];

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>Room behind the bytes in use.</summary>
    public Span<byte> Free => _array.AsSpan(Length);

    public ArraySegment<byte> Segment => new(_array, 0, Length);

    /// <summary>Makes room for that many more bytes.</summary>
    /// <returns><see langword="false"/> when the budget is used up; nothing changes then.</returns>
    public bool TryReserve(int count)
    {
        if (Free.Length >= count)
        {
            return true;
        }

        var wanted = (int)Math.Max(Length + (long)count, Math.Min(2L * _array.Length, Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        if (!budget.TryTake(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        Span.CopyTo(larger);
        Release();
        _array = larger;
        return true;
    }

    public void Advance(int count) => Length += count;

    public void Dispose()
    {
        Length = 0;
        Release();
    }

    private void Release()
    {
        if (_array.Length > 0)
        {
            budget.Return(_array.Length);
            ArrayPool<byte>.Shared.Return(_array);
            _array = [];
        }
    }
}
