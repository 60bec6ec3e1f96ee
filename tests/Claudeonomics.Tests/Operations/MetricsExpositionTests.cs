using System.Diagnostics.Metrics;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Tests.Operations;

public sealed class MetricsExpositionTests
{
    [Fact]
    public void Render_EveryKindOfInstrument_FollowsTheTextFormat()
    {
        using var metrics = new MetricsExposition();
        using var meter = new Meter("Claudeonomics.Tests.Kinds");
        var counter = meter.CreateCounter<long>("kinds.records", description: "Records by what became of them");
        counter.Add(2, new KeyValuePair<string, object?>("outcome", "accepted"));
        counter.Add(3, new KeyValuePair<string, object?>("outcome", "accepted"));
        counter.Add(1, new KeyValuePair<string, object?>("outcome", "say \"no\""));
        meter.CreateObservableGauge("kinds.depth", () => 7);
        var wait = meter.CreateHistogram("kinds.wait", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        wait.Record(0.1);
        wait.Record(0.5);
        wait.Record(20);

        var lines = metrics.Render().Split('\n').Where(line => line.Contains("kinds_", StringComparison.Ordinal));

        Assert.Equal(
            [
                "# TYPE kinds_depth gauge",
                "kinds_depth 7",
                "# HELP kinds_records_total Records by what became of them",
                "# TYPE kinds_records_total counter",
                "kinds_records_total{outcome=\"accepted\"} 5",
                "kinds_records_total{outcome=\"say \\\"no\\\"\"} 1",
                "# TYPE kinds_wait_seconds histogram",
                "kinds_wait_seconds_bucket{le=\"0.1\"} 1",
                "kinds_wait_seconds_bucket{le=\"1\"} 2",
                "kinds_wait_seconds_bucket{le=\"+Inf\"} 3",
                "kinds_wait_seconds_sum 20.6",
                "kinds_wait_seconds_count 3",
            ],
            lines);
    }

    [Fact]
    public void Record_SameStringsAgain_CountsWhereTheyBelong()
    {
        using var metrics = new MetricsExposition();
        using var meter = new Meter("Claudeonomics.Tests.Again");
        var counter = meter.CreateCounter<long>("again.records");
        for (var i = 0; i < 3; i++)
        {
            counter.Add(1, new("signal", "logs"), new("outcome", "taken"));
            counter.Add(10, new("signal", "taken"), new("outcome", "logs"));
            counter.Add(100, new("outcome", "logs"), new("signal", "taken"));
            counter.Add(1_000, new KeyValuePair<string, object?>("signal", "logs"));
        }

        var lines = metrics.Render().Split('\n').Where(line => line.StartsWith("again_records_total{", StringComparison.Ordinal));

        Assert.Equal(
            [
                "again_records_total{outcome=\"logs\",signal=\"taken\"} 300",
                "again_records_total{signal=\"logs\"} 3000",
                "again_records_total{signal=\"logs\",outcome=\"taken\"} 3",
                "again_records_total{signal=\"taken\",outcome=\"logs\"} 30",
            ],
            lines);
    }

    [Fact]
    public void Record_MoreLabelSetsThanTheBound_CountsWhatWasLost()
    {
        using var metrics = new MetricsExposition();
        using var meter = new Meter("Claudeonomics.Tests.Bound");
        var counter = meter.CreateCounter<int>("bound.records");
        for (var i = 0; i < 250; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("number", i));
        }

        var text = metrics.Render();

        // The unlabelled set takes one of the 200 places.
        Assert.Equal(199, text.Split('\n').Count(line => line.StartsWith("bound_records_total{", StringComparison.Ordinal)));
        Assert.Contains("claudeonomics_metrics_lost_total 51\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_LabelSetNoLongerObserved_IsGone()
    {
        using var metrics = new MetricsExposition();
        using var meter = new Meter("Claudeonomics.Tests.Gone");
        var names = new List<string> { "a", "b" };
        meter.CreateObservableGauge("gone.depth", () => names.Select(name => new Measurement<int>(1, new KeyValuePair<string, object?>("queue", name))));

        Assert.Contains("gone_depth{queue=\"b\"} 1", metrics.Render(), StringComparison.Ordinal);
        names.Remove("b");
        Assert.DoesNotContain("gone_depth{queue=\"b\"}", metrics.Render(), StringComparison.Ordinal);
    }
}
