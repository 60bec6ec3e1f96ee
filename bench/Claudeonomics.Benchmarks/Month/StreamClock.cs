namespace Claudeonomics.Benchmarks.Month;

/// <summary>A clock whose date is where the simulated stream has come to; durations stay real.</summary>
internal sealed class StreamClock : TimeProvider
{
    private long _unixMs;

    public void MoveTo(long unixMs) => Volatile.Write(ref _unixMs, Math.Max(unixMs, Volatile.Read(ref _unixMs)));

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref _unixMs));
}
