using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Primitives;

namespace Claudeonomics.Server.Operations;

/// <summary>Who asks and whether by TLS: as the connection says, or as a proxy says that the settings name.</summary>
/// <remarks>
/// By that cookies are secure, links begin with https, and limits count the asker's address and not the proxy's. Without a setting nobody is
/// believed: whoever reaches this server could otherwise write any address into a header.
/// </remarks>
public static partial class Transport
{
    // A year. Neighbours below the same domain are not ours to decide about.
    private static readonly StringValues OnlyByTls = "max-age=31536000";

    /// <summary>Goes first: whatever answers a request answers the one that was made.</summary>
    public static void UseTransport(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = app.Services.GetRequiredService<ServerOptions>();
        if (options.TrustedProxies is { } proxies && TryParse(proxies, out var networks))
        {
            var forwarded = new ForwardedHeadersOptions
            {
                // The host is the proxy's to pass on as it is.
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
                // From the last hop back, as long as each is named.
                ForwardLimit = null,
            };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            networks.ForEach(forwarded.KnownIPNetworks.Add);
            app.UseForwardedHeaders(forwarded);
        }
        else if (options.PublicUrl is { } url && url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !(app.Configuration["Urls"] ?? "").Contains("https://", StringComparison.OrdinalIgnoreCase) && !app.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            LogNoProxy(app.Logger, ServerOptions.Key(nameof(ServerOptions.TrustedProxies)));
        }

        app.Use(static (context, next) =>
        {
            if (context.Request.IsHttps)
            {
                context.Response.Headers.StrictTransportSecurity = OnlyByTls;
            }

            return next(context);
        });
    }

    /// <summary>Reads <c>10.0.0.7, 10.1.0.0/16, ::1</c>.</summary>
    /// <returns><see langword="false"/> when a part is neither an address nor a network, or there is none.</returns>
    internal static bool TryParse(string text, out List<System.Net.IPNetwork> networks)
    {
        networks = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(part, out var address))
            {
                networks.Add(new(address, address.GetAddressBytes().Length * 8));
            }
            else if (System.Net.IPNetwork.TryParse(part, out var network))
            {
                networks.Add(network);
            }
            else
            {
                return false;
            }
        }

        return networks.Count > 0;
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning,
        Message = "People reach this server by https, and {Setting} does not name who ends it: cookies are not marked secure, and everybody shares the proxy's address")]
    private static partial void LogNoProxy(ILogger logger, string setting);
}
