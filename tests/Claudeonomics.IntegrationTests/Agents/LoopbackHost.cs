using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Agents;

/// <summary>A bare Kestrel on free loopback ports that reads no settings from its surroundings.</summary>
internal sealed class LoopbackHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackHost(WebApplication app, IReadOnlyList<Uri> addresses) => (_app, Addresses) = (app, addresses);

    /// <summary>One address for each protocol that was asked for, in that order.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    public static async Task<LoopbackHost> StartAsync(Action<IEndpointRouteBuilder> map, params HttpProtocols[] protocols)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // The agents send their whole tool list with each call, and Codex half a megabyte of counters.
            kestrel.Limits.MaxRequestBodySize = 64 << 20;
            foreach (var protocol in protocols)
            {
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = protocol);
            }
        });
        var app = builder.Build();
        app.UseRouting();
        map(app);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        return new(app, [.. addresses.Addresses.Select(address => new Uri(address))]);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
