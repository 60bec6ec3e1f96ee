using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Claudeonomics.Server.Operations;

/// <summary>Collects the server's own instruments and writes them as Prometheus text (format 0.0.4).</summary>
/// <remarks>
/// Listens to meters named <c>claudeonomics.*</c> and to the runtime's, not to ASP.NET's per-request histograms: timing every
/// request under six labels would cost more than answering a board does.
/// </remarks>
public sealed class MetricsExposition : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private const string OwnPrefix = "claudeonomics.";
    private const string RuntimeMeter = "System.Runtime";

    // Labels are closed sets (drop reasons, protocols), so this is far above what exists; past it new label sets of an
    // instrument are not kept, and the count of measurements lost that way is itself exposed.
    private const int MaxSeriesPerInstrument = 200;

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _rendering = new();

    public MetricsExposition()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase) || instrument.Meter.Name == RuntimeMeter)
            {
                listener.EnableMeasurementEvents(instrument,
                    _families.GetOrAdd(instrument, static i => new MetricFamily(i, MaxSeriesPerInstrument)));
            }
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.Start();
    }

    public string Render()
    {
        lock (_rendering)
        {
            foreach (var family in _families.Values)
            {
                family.ForgetObserved();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder(4096);
            var lost = 0L;
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            {
                family.Write(text);
                lost += family.Lost;
            }

            return text.Append("# TYPE claudeonomics_metrics_lost_total counter\nclaudeonomics_metrics_lost_total ")
                .Append(lost.ToString(CultureInfo.InvariantCulture)).Append('\n').ToString();
        }
    }

    public void Dispose() => _listener.Dispose();
}
