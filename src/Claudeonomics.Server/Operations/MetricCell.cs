using System.Globalization;
using System.Text;

namespace Claudeonomics.Server.Operations;

/// <summary>The numbers of one label set: a value, or a histogram's buckets, sum and count.</summary>
internal sealed class MetricCell(double[]? bounds)
{
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length + 1];
    private double _value;
    private long _measurements;

    public bool IsUntouched => Interlocked.Read(ref _measurements) == 0;

    public void Set(double value)
    {
        Volatile.Write(ref _value, value);
        Interlocked.Increment(ref _measurements);
    }

    public void Add(double value)
    {
        if (_buckets is not null)
        {
            var bucket = Array.BinarySearch(bounds!, value);
            Interlocked.Increment(ref _buckets[bucket < 0 ? ~bucket : bucket]);
        }

        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen))
            {
                break;
            }

            seen = before;
        }

        Interlocked.Increment(ref _measurements);
    }

    public void Write(StringBuilder text, string name, string labels)
    {
        if (_buckets is null)
        {
            Line(text, name, labels, Volatile.Read(ref _value));
            return;
        }

        var separator = labels.Length > 0 ? "," : "";
        var below = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            below += Interlocked.Read(ref _buckets[i]);
            var bound = i < bounds!.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line(text, name + "_bucket", $"{labels}{separator}le=\"{bound}\"", below);
        }

        Line(text, name + "_sum", labels, Volatile.Read(ref _value));
        Line(text, name + "_count", labels, below);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
