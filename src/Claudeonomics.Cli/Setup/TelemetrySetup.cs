namespace Claudeonomics.Cli.Setup;

/// <summary>Whether an agent reports what it uses.</summary>
internal enum TelemetryState
{
    /// <summary>Nothing asks it to.</summary>
    Off,

    /// <summary>It reports to <see cref="TelemetrySetup.Endpoint"/>.</summary>
    On,

    /// <summary>It was asked to, and something is amiss: nothing arrives, or less than could.</summary>
    Incomplete,

    /// <summary>Its settings cannot be read.</summary>
    Unreadable,
}

/// <summary>How one agent's telemetry is set up.</summary>
/// <param name="Agent">Its name in reports.</param>
/// <param name="Title">Its name for people, and the surface where it has several.</param>
/// <param name="Endpoint">Where it reports to, without any key; null when that is not set.</param>
/// <param name="SetIn">The file or variable that says so.</param>
/// <param name="Notes">What is missing or amiss, a sentence each.</param>
internal sealed record TelemetrySetup(string Agent, string Title, TelemetryState State, string? Endpoint, string? SetIn, IReadOnlyList<string> Notes)
{
    public static TelemetrySetup Off(ITelemetryLook look) => new(look.Agent, look.Title, TelemetryState.Off, null, null, []);

    /// <param name="endpoint">Null when none is set.</param>
    /// <param name="enabled">What asks for telemetry.</param>
    /// <param name="notes">Empty when all is well.</param>
    public static TelemetrySetup Reporting(ITelemetryLook look, Setting? endpoint, Setting enabled, IReadOnlyList<string> notes) => new(
        look.Agent, look.Title, notes.Count == 0 ? TelemetryState.On : TelemetryState.Incomplete,
        endpoint is null ? null : Setup.Endpoint.WithoutKey(endpoint.Value), (endpoint ?? enabled).From, notes);

    /// <summary>Looks, and turns settings that cannot be read into an answer.</summary>
    public static TelemetrySetup Of(ITelemetryLook look)
    {
        try
        {
            return look.Look();
        }
        catch (SettingsException fault)
        {
            return new(look.Agent, look.Title, TelemetryState.Unreadable, null, fault.Path, [fault.Message]);
        }
    }
}

/// <summary>An agent's settings file cannot be read, or is not of its format.</summary>
internal sealed class SettingsException(string path, string message) : Exception(message)
{
    public string Path => path;
}
