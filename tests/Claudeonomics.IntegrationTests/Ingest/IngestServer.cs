using System.Net;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Claudeonomics.IntegrationTests.Ingest;

/// <summary>The intake on real sockets: HTTP/1.1 and HTTP/2 without TLS, each on a port of its own, over fakes.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private IngestServer(WebApplication app, FakeLedger ledger, FakeGate gate, ManualClock clock)
    {
        (_app, Ledger, Gate, Clock) = (app, ledger, gate, clock);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        (Http, Grpc) = (new Uri(addresses[0]), new Uri(addresses[1]));
        Client = new HttpClient { BaseAddress = Http };
    }

    public Uri Http { get; }

    public Uri Grpc { get; }

    public FakeLedger Ledger { get; }

    public FakeGate Gate { get; }

    public ManualClock Clock { get; }

    /// <summary>Speaks HTTP/1.1, without a key.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<IngestServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var (ledger, gate, clock) = (new FakeLedger(), new FakeGate(), new ManualClock(Otlp.Now));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create($"{IngestOptions.Section}:{setting.Name}", (string?)setting.Value)));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services
            .AddEndpointsApiExplorer()
            .AddSingleton<IUsageLedger>(ledger)
            .AddSingleton<IIngestGate>(gate)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(IngestHarness.Hash)
            .AddOtlpIngest(builder.Configuration);
        var app = builder.Build();
        app.MapOtlp();
        app.MapOtlpGrpc();
        await app.StartAsync();
        return new(app, ledger, gate, clock);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
