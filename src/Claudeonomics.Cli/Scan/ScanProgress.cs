using Claudeonomics.Cli.Terminal;
using Claudeonomics.Core.Text;

namespace Claudeonomics.Cli.Scan;

/// <summary>Tells whoever waits how far a long scan is: a line on standard error that is gone when the scan is over.</summary>
/// <param name="output">Standard error; null where nobody looks at it.</param>
internal sealed class ScanProgress(TextWriter? output, TimeProvider clock)
{
    // What is over sooner says nothing, and what moves is looked at no oftener.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _since;
    private long _toldAt;
    private bool _isTold;
    private (long Done, long All) _bytes;
    private (int Done, int All) _files;

    /// <summary>For who never waits: tests, and what runs by itself.</summary>
    public static ScanProgress None { get; } = new(null, TimeProvider.System);

    /// <summary>That of this process, where standard error is a terminal.</summary>
    public static ScanProgress OfProcess =>
        new(Console.IsErrorRedirected || !WindowsConsole.UnderstandsSequences() || Environment.GetEnvironmentVariable("TERM") is "dumb" ? null : Console.Error, TimeProvider.System);

    public void Begin(int files, long bytes)
    {
        (_files, _bytes) = ((0, files), (0, bytes));
        _since = clock.GetTimestamp();
    }

    /// <summary>Another file was read.</summary>
    public void Add(long bytes)
    {
        _files.Done++;
        _bytes.Done += bytes;
        if (output is not null && clock.GetElapsedTime(_since) >= Patience && (!_isTold || clock.GetElapsedTime(_toldAt) >= Pause))
        {
            (_isTold, _toldAt) = (true, clock.GetTimestamp());
            var share = _bytes.All == 0 ? 1 : (double)_bytes.Done / _bytes.All;
            output.Write($"\r\e[KReading logs: {Figure.Percent(share)}, {Figure.Whole(_files.Done)} of {Figure.Whole(_files.All)} files");
        }
    }

    /// <summary>Takes the line away.</summary>
    public void End()
    {
        if (_isTold)
        {
            _isTold = false;
            output!.Write("\r\e[K");
        }
    }
}
