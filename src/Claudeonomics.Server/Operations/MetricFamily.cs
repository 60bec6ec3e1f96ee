using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Claudeonomics.Server.Operations;

/// <summary>One instrument with its label sets. Recording allocates only when a label set is new.</summary>
internal sealed class MetricFamily
{
    // Seconds, from a fast append to a slow one; an instrument may advise its own.
    private static readonly double[] DefaultBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    // Labels whose strings are made anew each time fill it without ever being found, and take the longer way as before.
    private const int MaxRemembered = 16;

    private readonly ConcurrentDictionary<string, MetricCell> _cells = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MetricCell>.AlternateLookup<ReadOnlySpan<char>> _byLabels;
    private readonly MetricCell? _noLabels;
    private readonly string _type;
    private readonly string? _help;
    private readonly bool _observed;
    private readonly double[]? _bounds;
    private readonly int _maxSeries;
    private Remembered[] _remembered = [];
    private long _lost;

    public MetricFamily(Instrument instrument, int maxSeries)
    {
        var kind = instrument.GetType();
        var definition = kind.IsGenericType ? kind.GetGenericTypeDefinition() : kind;
        var isCounter = definition == typeof(Counter<>) || definition == typeof(ObservableCounter<>);
        var isHistogram = definition == typeof(Histogram<>);
        _type = isCounter ? "counter" : isHistogram ? "histogram" : "gauge";
        _observed = instrument.IsObservable;
        _help = instrument.Description;
        _bounds = isHistogram ? BoundsOf(instrument) : null;
        _maxSeries = maxSeries;
        Name = NameOf(instrument, isCounter);
        _byLabels = _cells.GetAlternateLookup<ReadOnlySpan<char>>();
        IsSet = definition == typeof(Gauge<>) || _observed;
        _noLabels = IsSet ? null : _cells.GetOrAdd("", _ => new MetricCell(_bounds));
    }

    /// <summary>As Prometheus spells it: <c>claudeonomics.ingest.requests</c> is <c>claudeonomics_ingest_requests_total</c>.</summary>
    public string Name { get; }

    public long Lost => Interlocked.Read(ref _lost);

    // A gauge's measurement replaces the value; a counter's is added to it.
    private bool IsSet { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty && _noLabels is not null)
        {
            _noLabels.Add(value);
            return;
        }

        if (Recall(tags) is { } known)
        {
            known.Add(value);
            return;
        }

        // Two labels of ours take some 40 characters. What does not fit is lost and counted, never cut.
        Span<char> buffer = stackalloc char[512];
        if (!TryWriteLabels(tags, buffer, out var length) || Find(buffer[..length]) is not { } cell)
        {
            Interlocked.Increment(ref _lost);
            return;
        }

        if (IsSet)
        {
            cell.Set(value);
        }
        else
        {
            cell.Add(value);
            Remember(tags, cell);
        }
    }

    /// <summary>Observed values are asked for at each rendering; label sets that are no longer reported must not stay.</summary>
    public void ForgetObserved()
    {
        if (_observed)
        {
            _cells.Clear();
        }
    }

    public void Write(StringBuilder text)
    {
        if (_help is { Length: > 0 })
        {
            text.Append("# HELP ").Append(Name).Append(' ').Append(_help.ReplaceLineEndings(" ")).Append('\n');
        }

        text.Append("# TYPE ").Append(Name).Append(' ').Append(_type).Append('\n');
        foreach (var (labels, cell) in _cells.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // The cell without labels exists from the start; it is of no interest beside labelled ones.
            if (labels.Length > 0 || _cells.Count == 1 || !cell.IsUntouched)
            {
                cell.Write(text, Name, labels);
            }
        }
    }

    private static double[] BoundsOf(Instrument instrument)
    {
        var advised = instrument switch
        {
            Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries,
            Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToList(),
            Histogram<int> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToList(),
            _ => null,
        };
        return advised is null ? DefaultBounds : [.. advised];
    }

    private static string NameOf(Instrument instrument, bool isCounter)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_').Replace('-', '_');
        name = unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal) ? name + unit : name;
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private MetricCell? Find(ReadOnlySpan<char> labels)
    {
        if (_byLabels.TryGetValue(labels, out var cell))
        {
            return cell;
        }

        return _cells.Count >= _maxSeries ? null : _cells.GetOrAdd(labels.ToString(), _ => new MetricCell(_bounds));
    }

    // Most labels are constants of the program: the same strings each time, so that their cell is found without spelling them.
    private MetricCell? Recall(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length is 1 or 2)
        {
            foreach (ref readonly var known in Volatile.Read(ref _remembered).AsSpan())
            {
                if (known.Count == tags.Length && AreSame(known.First, tags[0]) && AreSame(known.Last, tags[^1]))
                {
                    return known.Cell;
                }
            }
        }

        return null;
    }

    private void Remember(ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricCell cell)
    {
        var remembered = Volatile.Read(ref _remembered);
        if (tags.Length is 1 or 2 && remembered.Length < MaxRemembered && tags[0].Value is string && tags[^1].Value is string)
        {
            // Of two at once one is forgotten, and remembered next time.
            Volatile.Write(ref _remembered, [.. remembered, new(tags.Length, tags[0], tags[^1], cell)]);
        }
    }

    private static bool AreSame(KeyValuePair<string, object?> a, KeyValuePair<string, object?> b) =>
        ReferenceEquals(a.Value, b.Value) && ReferenceEquals(a.Key, b.Key);

    private static bool TryWriteLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags, Span<char> buffer, out int length)
    {
        length = 0;
        foreach (var (key, value) in tags)
        {
            var text = value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            if (length + key.Length + (2 * text.Length) + 4 > buffer.Length)
            {
                return false;
            }

            if (length > 0)
            {
                buffer[length++] = ',';
            }

            foreach (var c in key)
            {
                buffer[length++] = c is '.' or '-' ? '_' : c;
            }

            buffer[length++] = '=';
            buffer[length++] = '"';
            foreach (var c in text)
            {
                if (c is '"' or '\\' or '\n')
                {
                    buffer[length++] = '\\';
                }

                buffer[length++] = c == '\n' ? 'n' : c;
            }

            buffer[length++] = '"';
        }

        return true;
    }

    private readonly record struct Remembered(int Count, KeyValuePair<string, object?> First, KeyValuePair<string, object?> Last, MetricCell Cell);
}
