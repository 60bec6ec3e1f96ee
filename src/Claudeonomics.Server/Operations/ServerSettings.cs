using System.Globalization;
using System.Reflection;
using Claudeonomics.Core.Privacy;

namespace Claudeonomics.Server.Operations;

/// <summary>Reads and checks the settings before anything is opened, so that a wrong one changes nothing.</summary>
public static class ServerSettings
{
    private const int MinFactsPerCheckpoint = 100;
    private const int MaxFactsPerCheckpoint = 100_000_000;
    private const int MaxRequestsPerMinute = 1_000_000;
    private const int MinBulkReadPeople = 20;
    private const int MaxBulkReadPeople = 1_000_000;

    private static readonly string[] Known =
        [.. typeof(ServerOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is not null)
            .Select(property => property.Name)];

    /// <param name="configuration">Everything that is set.</param>
    /// <param name="isTest">Whether <c>--test</c> was given, without which there is no test clock.</param>
    /// <param name="featureSections">Names below <c>Claudeonomics:</c> that features read and check themselves.</param>
    /// <exception cref="SettingsException">A setting is unknown or has a value that cannot be.</exception>
    public static ServerOptions Read(IConfiguration configuration, bool isTest, IReadOnlyList<string> featureSections)
    {
        var section = configuration.GetSection(ServerOptions.Section);
        KnownSettings.RefuseOthers(section, [.. Known, .. featureSections]);
        CheckFactsPerCheckpoint(section[nameof(ServerOptions.FactsPerCheckpoint)]);
        CheckDigestHour(section[nameof(ServerOptions.DigestHour)]);
        CheckRequestsPerMinute(section[nameof(ServerOptions.RequestsPerMinute)]);
        CheckBulkReadPeople(section[nameof(ServerOptions.BulkReadPeople)]);
        var options = section.Get<ServerOptions>() ?? new ServerOptions();
        CheckPolicy(options.Policy);
        CheckOnly(nameof(ServerOptions.Ledger), options.Ledger, "embedded", "this version has no other ledger");
        CheckOnly(nameof(ServerOptions.Control), options.Control, "sqlite", "this version has no other control store");
        CheckUrls(configuration["Urls"]);
        CheckGrpcUrl(options.OtlpGrpcUrl);
        CheckPublicUrl(options.PublicUrl);
        CheckProxies(options.TrustedProxies);
        CheckInternalHosts(options.InternalDigestHosts);
        CheckAlarmUrl(options.AlarmUrl);
        CheckBootstrapKey(options.BootstrapAdminKey);
        CheckZone(options.TimeZone);
        CheckClock(options.TestClock, isTest);
        CheckFile(options);
        return options;
    }

    private static SettingsException Wrong(string name, string problem) => new(ServerOptions.Key(name), problem);

    private static void CheckOnly(string name, string value, string only, string why)
    {
        if (!string.Equals(value, only, StringComparison.Ordinal))
        {
            throw Wrong(name, $"'{value}' cannot be had: {why}. Only '{only}' is accepted.");
        }
    }

    private static void CheckPolicy(string? policy)
    {
        if (!string.IsNullOrEmpty(policy) && PrivacyPolicy.Find(policy) is null)
        {
            throw Wrong(nameof(ServerOptions.Policy), $"'{policy}' is none of {string.Join(", ", PrivacyPolicy.All.Select(static known => known.Name))}.");
        }
    }

    private static void CheckUrls(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Kestrel's own forms http://*:80 and http://+:80 are no URIs.
            if (!IsHttp(url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal)))
            {
                throw new SettingsException("Urls", $"'{url}' is not an address such as http://127.0.0.1:8080.");
            }
        }
    }

    private static void CheckGrpcUrl(string? url)
    {
        if (url is not null && !IsHttp(url))
        {
            throw Wrong(nameof(ServerOptions.OtlpGrpcUrl), $"'{url}' is not an address such as http://127.0.0.1:4317.");
        }
    }

    private static void CheckPublicUrl(string? url)
    {
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0))
        {
            throw Wrong(nameof(ServerOptions.PublicUrl), $"'{url}' is not an address such as https://claudeonomics.example.com.");
        }
    }

    private static void CheckProxies(string? proxies)
    {
        if (proxies is not null && !Transport.TryParse(proxies, out _))
        {
            throw Wrong(nameof(ServerOptions.TrustedProxies), $"'{proxies}' is not a list of addresses and networks such as 10.0.0.7, 10.1.0.0/16.");
        }
    }

    private static void CheckInternalHosts(string? hosts)
    {
        if (hosts?.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(static host => Uri.CheckHostName(host) is UriHostNameType.Unknown) is { } wrong)
        {
            throw Wrong(nameof(ServerOptions.InternalDigestHosts), $"'{wrong}' is not a host such as chat.corp.example.");
        }
    }

    // The address is a secret and stays out of the message.
    private static void CheckAlarmUrl(string? url)
    {
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))))
        {
            throw Wrong(nameof(ServerOptions.AlarmUrl), "it has to begin with https://.");
        }
    }

    private static void CheckDigestHour(string? hour)
    {
        if (hour is not null && !(int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 23))
        {
            throw Wrong(nameof(ServerOptions.DigestHour), $"'{hour}' is not a whole hour from 0 to 23.");
        }
    }

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/";

    private static void CheckBootstrapKey(string? key)
    {
        // The value itself never goes into the message.
        if (key is not null && (key.Length is < 8 or > 200 || key.Any(c => c is <= ' ' or > '~')))
        {
            throw Wrong(nameof(ServerOptions.BootstrapAdminKey), "must be 8 to 200 printable ASCII characters without spaces.");
        }
    }

    private static void CheckZone(string? zone)
    {
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            throw Wrong(nameof(ServerOptions.TimeZone), $"'{zone}' is not a time zone this machine knows, such as Europe/Berlin.");
        }
    }

    private static void CheckClock(string? clock, bool isTest)
    {
        if (clock is null)
        {
            return;
        }

        if (!isTest)
        {
            throw Wrong(nameof(ServerOptions.TestClock), "is accepted only together with --test.");
        }

        if (!TestClock.TryParse(clock, TimeProvider.System, out _))
        {
            throw Wrong(nameof(ServerOptions.TestClock),
                $"'{clock}' is not an instant with an optional rate, such as 2026-11-21T08:00:00Z or 2026-11-21T08:00:00Z,60.");
        }
    }

    private static void CheckFactsPerCheckpoint(string? facts)
    {
        if (facts is not null
            && (!int.TryParse(facts, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < MinFactsPerCheckpoint or > MaxFactsPerCheckpoint))
        {
            throw Wrong(nameof(ServerOptions.FactsPerCheckpoint), $"'{facts}' is not a number from {MinFactsPerCheckpoint} to {MaxFactsPerCheckpoint}.");
        }
    }

    private static void CheckRequestsPerMinute(string? requests)
    {
        if (requests is not null
            && !(int.TryParse(requests, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is 0 or (>= 60 and <= MaxRequestsPerMinute)))
        {
            throw Wrong(nameof(ServerOptions.RequestsPerMinute), $"'{requests}' is neither 0, for no limit, nor a number from 60 to {MaxRequestsPerMinute}.");
        }
    }

    private static void CheckBulkReadPeople(string? people)
    {
        if (people is not null
            && !(int.TryParse(people, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= MinBulkReadPeople and <= MaxBulkReadPeople))
        {
            throw Wrong(nameof(ServerOptions.BulkReadPeople), $"'{people}' is not a number from {MinBulkReadPeople} to {MaxBulkReadPeople}.");
        }
    }

    private static void CheckFile(ServerOptions options)
    {
        if (options.PriceOverrides is { } path && !File.Exists(path))
        {
            throw Wrong(nameof(ServerOptions.PriceOverrides), $"there is no file '{path}'.");
        }

        if (string.IsNullOrWhiteSpace(options.DataDirectory) || File.Exists(options.DataPath))
        {
            throw Wrong(nameof(ServerOptions.DataDirectory), $"'{options.DataDirectory}' is not a directory.");
        }
    }
}
