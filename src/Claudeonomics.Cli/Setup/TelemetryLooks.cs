using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Setup;

/// <summary>The agents whose telemetry a Claudeonomics server understands, a line each.</summary>
internal static class TelemetryLooks
{
    /// <param name="workFolder">Where the program runs: projects have settings of their own.</param>
    public static IReadOnlyList<ITelemetryLook> All(Surroundings surroundings, ISettingsFiles files, string workFolder) =>
    [
        new ClaudeCodeTelemetry(surroundings, files, workFolder),
        new CodexTelemetry(surroundings, files),
        GeminiTelemetry.OfGeminiCli(surroundings, files, workFolder),
        GeminiTelemetry.OfQwenCode(surroundings, files, workFolder),
        new CopilotCliTelemetry(surroundings, files),
        new CopilotInCodeTelemetry(surroundings, files, workFolder),
    ];
}
