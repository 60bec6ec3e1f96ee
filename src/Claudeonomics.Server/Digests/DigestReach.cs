using System.Net;
using System.Net.Sockets;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Digests;

/// <summary>Which machines a digest may be posted to: public ones, and those inside the company that the settings name.</summary>
/// <remarks>
/// Otherwise whoever is an administrator of the board could have this server ask machines that only it reaches, and read the start of what they
/// answer. What counts is the address that is connected to, once a name was looked up: a name may lead somewhere else a minute later.
/// </remarks>
internal sealed class DigestReach(ServerOptions options)
{
    // IANA's special-purpose registries: what is no machine of the public network's.
    private static readonly IPNetwork[] Special =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    // IPv4 behind a translator (RFC 6052): the last four bytes are the address.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    // Where clouds answer with a machine's own credentials. No chat is there, whatever the settings say.
    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("169.254.0.0/16");

    private readonly HashSet<string> _inside = new(
        (options.InternalDigestHosts ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks a name up; another one in tests.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> LookUpAsync { get; init; } = Dns.GetHostAddressesAsync;

    /// <returns>What is wrong with a host as it is written, before any name is looked up; or <see langword="null"/>.</returns>
    public string? Problem(Uri address)
    {
        var isAddress = IPAddress.TryParse(address.IdnHost, out var ip);
        return isAddress && !MayReach(ip!, IsNamed(address.IdnHost)) || (address.IsLoopback && !IsNamed(address.IdnHost)) ? Refusal : null;
    }

    /// <summary>Connects to the first address of a host that may be reached.</summary>
    /// <exception cref="DigestReachException">There is none.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await LookUpAsync(host, cancellationToken);
        // Another host than the one that is asked for is the proxy that the operator's environment names: what it reaches is its own matter.
        if (string.Equals(host, context.InitialRequestMessage.RequestUri!.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            var isNamed = IsNamed(host);
            addresses = Array.FindAll(addresses, address => MayReach(address, isNamed));
        }

        if (addresses.Length == 0)
        {
            throw new DigestReachException(Refusal);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Refusal =>
        $"It leads to no public address. {ServerOptions.Key(nameof(ServerOptions.InternalDigestHosts))} names hosts inside the company.";

    internal static bool MayReach(IPAddress address, bool isNamed)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        else if (Translated.Contains(address))
        {
            address = new(address.GetAddressBytes().AsSpan(12));
        }

        if (address.IsIPv6LinkLocal || LinkLocal.Contains(address))
        {
            return false;
        }

        return isNamed
            || ((address.AddressFamily is AddressFamily.InterNetwork || PublicV6.Contains(address)) && !Array.Exists(Special, network => network.Contains(address)));
    }

    private bool IsNamed(string host) => _inside.Contains(host);
}

/// <summary>A digest's host has no address that may be reached.</summary>
internal sealed class DigestReachException(string message) : IOException(message);
