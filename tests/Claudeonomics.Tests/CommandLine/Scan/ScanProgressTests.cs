using Claudeonomics.Cli.Scan;

namespace Claudeonomics.Tests.CommandLine.Scan;

public sealed class ScanProgressTests : IDisposable
{
    private readonly ManualClock _clock = new(Memories.Moment("2026-11-21 10:00"));
    private readonly StringWriter _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Add_WithinHalfASecond_SaysNothing()
    {
        Run(files: 4, milliseconds: 100);

        Assert.Equal("", _terminal.ToString());
    }

    [Fact]
    public void Add_LongerThanHalfASecond_TellsAndTakesTheLineAway()
    {
        Run(files: 4, milliseconds: 200);

        Assert.Equal(
            "\r\e[KReading logs: 75%, 3 of 4 files"
            + "\r\e[KReading logs: 100%, 4 of 4 files"
            + "\r\e[K", _terminal.ToString());
    }

    [Fact]
    public void Add_ManySmallFiles_TellsTenTimesASecondAtMost()
    {
        Run(files: 1_000, milliseconds: 1);

        // After 500, 600, 700, 800, 900 and 1,000 milliseconds.
        Assert.Equal(6, _terminal.ToString().Split("Reading logs").Length - 1);
    }

    [Fact]
    public void Begin_Again_WaitsAgain()
    {
        Run(files: 4, milliseconds: 200);
        _terminal.GetStringBuilder().Clear();

        Run(files: 4, milliseconds: 100);

        Assert.Equal("", _terminal.ToString());
    }

    private void Run(int files, int milliseconds)
    {
        var progress = new ScanProgress(_terminal, _clock);
        progress.Begin(files, files * 10);
        for (var file = 0; file < files; file++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            progress.Add(10);
        }

        progress.End();
    }
}
