namespace Claudeonomics.Server.Operations;

/// <summary>Everything that can be set under <c>Claudeonomics:</c>. Read once at start; docs/operations.md has the table.</summary>
public sealed class ServerOptions
{
    public const string Section = "Claudeonomics";

    /// <summary>Where the stores, the page keys and nothing else are kept. Relative to the working directory.</summary>
    public string DataDirectory { get; init; } = "./data";

    /// <summary><c>open</c>, <c>balanced</c> or <c>strict</c>; <see langword="null"/> or nothing means that of the last start, and before that <c>balanced</c>.</summary>
    public string? Policy { get; init; }

    public string Ledger { get; init; } = "embedded";

    public string Control { get; init; } = "sqlite";

    /// <summary>A second address that speaks HTTP/2 only, for OTLP over gRPC.</summary>
    public string? OtlpGrpcUrl { get; init; }

    /// <summary>The administrator's key for set-up; without it one is made and printed at the first start.</summary>
    public string? BootstrapAdminKey { get; init; }

    /// <summary>IANA name of the zone in which the company's days begin; <see langword="null"/> means the one chosen at the first start (UTC).</summary>
    public string? TimeZone { get; init; }

    /// <summary>Tests only: <c>INSTANT[,RATE]</c>, see <see cref="Operations.TestClock.Parse"/>.</summary>
    public string? TestClock { get; init; }

    /// <summary>A JSON file with the company's own prices.</summary>
    public string? PriceOverrides { get; init; }

    /// <summary>Facts after which the ledger keeps its sums, so that a restart need not fold them again: fewer make a quicker restart and more writing.</summary>
    public int FactsPerCheckpoint { get; init; } = 4_000_000;

    /// <summary>Where people reach this server, such as <c>https://claudeonomics.example.com</c>: what digests link to. Without it they have no
    /// link, and Slack no picture.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Addresses and networks of proxies that are believed about who asks and whether by TLS, such as <c>10.0.0.7, 10.1.0.0/16</c>.</summary>
    public string? TrustedProxies { get; init; }

    /// <summary>Hosts inside the company that digests may be posted to, such as <c>chat.corp.example</c>, by names or addresses with commas between.
    /// Without it they go to public addresses only.</summary>
    public string? InternalDigestHosts { get; init; }

    /// <summary>Where alarms are told as they are raised, without names: an incoming webhook of a chat of the operators. The address is a secret.</summary>
    public string? AlarmUrl { get; init; }

    /// <summary>Hour of the company's day, 0 to 23, at which digests go out on Mondays and on the first of a month.</summary>
    public int DigestHour { get; init; } = 9;

    /// <summary>Requests of one viewer or key in a minute, and ten times as many from one address by whoever has not signed in; 0 for no limit.</summary>
    public int RequestsPerMinute { get; init; } = 1_200;

    /// <summary>Different people whose rows one reader may read over the API in a day before figures are rounded for them alone (docs/tracing.md).</summary>
    public int BulkReadPeople { get; init; } = 1_000;

    public string DataPath => Path.GetFullPath(DataDirectory);

    /// <summary>The configuration key of a setting, as messages name it.</summary>
    public static string Key(string name) => $"{Section}:{name}";
}

/// <summary>A setting is wrong. The message names its key; the start stops with it.</summary>
public sealed class SettingsException(string key, string problem) : Exception($"{key}: {problem}")
{
    public string Key { get; } = key;
}
