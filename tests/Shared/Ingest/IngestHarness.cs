using System.IO.Compression;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Otlp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.TestShared.Ingest;

/// <summary>The whole intake below its transports, with fakes where it ends.</summary>
internal sealed class IngestHarness : IDisposable
{
    private readonly ServiceProvider _services;

    public IngestHarness(FakeGate? gate = null, params (string Name, string Value)[] settings)
    {
        Gate = gate ?? new FakeGate();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{IngestOptions.Section}:{setting.Name}", (string?)setting.Value)))
            .Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IIngestGate>(Gate)
            .AddSingleton<IUsageLedger>(Ledger)
            .AddSingleton<IDayTotalLedger>(Ledger)
            .AddSingleton(new CompanyCalendar(TimeZoneInfo.Utc))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Hash)
            .AddOtlpIngest(configuration)
            .BuildServiceProvider();
    }

    public static KeyedHash Hash { get; } = new("0123456789abcdef"u8);

    public FakeGate Gate { get; }

    public FakeLedger Ledger { get; } = new();

    public ManualClock Clock { get; } = new(Otlp.Now);

    public IServiceProvider Services => _services;

    internal OtlpService Logs => _services.GetRequiredService<OtlpLogsService>();

    internal OtlpService Metrics => _services.GetRequiredService<OtlpMetricsService>();

    internal OtlpService Traces => _services.GetRequiredService<OtlpTracesService>();

    internal OtlpService ServiceOf(string signal) => signal switch
    {
        "logs" => Logs,
        "metrics" => Metrics,
        "traces" => Traces,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, null),
    };

    internal Task<IngestOutcome> SendLogs(OtlpNode request, IngestGrant? grant = null) => Send(Logs, request.ToProtobuf(), grant);

    internal Task<IngestOutcome> SendMetrics(OtlpNode request, IngestGrant? grant = null) => Send(Metrics, request.ToProtobuf(), grant);

    internal Task<IngestOutcome> SendTraces(OtlpNode request, IngestGrant? grant = null) => Send(Traces, request.ToProtobuf(), grant);

    internal static Task<IngestOutcome> Send(
        OtlpService service, byte[] body, IngestGrant? grant = null, BodyFormat format = BodyFormat.Protobuf,
        BodyEncoding encoding = BodyEncoding.Identity) =>
        service.ExportAsync(new(body, format, encoding), grant ?? FakeGate.Personal);

    public static byte[] Gzip(byte[] body)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return stream.ToArray();
    }

    public void Dispose() => _services.Dispose();
}
