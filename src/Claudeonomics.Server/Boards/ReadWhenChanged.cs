namespace Claudeonomics.Server.Boards;

/// <summary>Something of the control store that boards need whole: read when it has changed and somebody asks, kept until it changes again.</summary>
/// <param name="read">Reads all of it; the version goes with what was read.</param>
public sealed class ReadWhenChanged<T>(Func<long, T> read)
    where T : class
{
    private readonly Lock _gate = new();
    private long _version = 1;
    private volatile Kept? _kept;

    /// <summary>Differs whenever the content may.</summary>
    public long Version => Interlocked.Read(ref _version);

    public T Current
    {
        get
        {
            if (_kept is { } known && known.Version == Version)
            {
                return known.Content;
            }

            lock (_gate)
            {
                // The version first: what changes while this reads is read again.
                var version = Version;
                return (_kept is { } kept && kept.Version == version ? kept : _kept = new(version, read(version))).Content;
            }
        }
    }

    /// <summary>Told after a commit.</summary>
    public void Changed() => Interlocked.Increment(ref _version);

    private sealed record Kept(long Version, T Content);
}
