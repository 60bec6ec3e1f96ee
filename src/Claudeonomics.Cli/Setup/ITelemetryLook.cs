namespace Claudeonomics.Cli.Setup;

/// <summary>Looks how one agent's telemetry is set up.</summary>
internal interface ITelemetryLook
{
    /// <summary>The agent's name in reports.</summary>
    string Agent { get; }

    /// <summary>Its name for people, as in <see cref="Core.Telemetry.AgentSettings.Agent"/>.</summary>
    string Title { get; }

    /// <summary>Looks; without a network, and without changing anything.</summary>
    /// <exception cref="SettingsException">A settings file cannot be read.</exception>
    TelemetrySetup Look();
}
