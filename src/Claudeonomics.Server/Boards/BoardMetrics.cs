using System.Diagnostics.Metrics;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>The boards' own numbers.</summary>
internal sealed class BoardMetrics : IDisposable
{
    public const string MeterName = "claudeonomics.boards";

    private readonly Meter _meter;
    private readonly Histogram<double> _builds;
    private readonly Counter<long> _changes;
    private long _streams;

    public BoardMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(MeterName);
        _builds = _meter.CreateHistogram<double>("claudeonomics.boards.build.duration", "s", "How long building a board took.");
        _changes = _meter.CreateCounter<long>("claudeonomics.boards.changes", "{change}", "Boards that differed from the one before.");
        _meter.CreateObservableGauge("claudeonomics.boards.streams", () => Streams, "{stream}", "Open event streams.");
    }

    public long Streams => Interlocked.Read(ref _streams);

    public void Dispose() => _meter.Dispose();

    public void Built(BoardQuery query, TimeSpan cost, bool isChanged)
    {
        _builds.Record(cost.TotalSeconds, new KeyValuePair<string, object?>("board", query.Board));
        if (isChanged)
        {
            _changes.Add(1, new KeyValuePair<string, object?>("board", query.Board));
        }
    }

    /// <returns>Open streams with this one.</returns>
    public long StreamOpened() => Interlocked.Increment(ref _streams);

    public void StreamClosed() => Interlocked.Decrement(ref _streams);
}
