using System.CommandLine;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Cli.Survey;
using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics agents</c>: which agents are on this machine, and what can be counted of them.</summary>
internal static class AgentsCommand
{
    public static Command Create(Surroundings surroundings, TimeProvider clock)
    {
        var json = SharedOptions.Json();
        var command = new Command("agents", "Which agents are on this machine, where, and what can be counted of them.") { json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var state = new UsageMemory(surroundings, ScanProgress.OfProcess).Refresh(AgentRegistry.All, cancellationToken);
            var findings = AgentSurvey.Take(surroundings, state, cancellationToken);
            using var output = new CommandOutput(surroundings);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(output.Stream, document =>
                {
                    document.WriteStartObject();
                    SurveyJson.WriteAgents(document, findings);
                    document.WriteEndObject();
                });
            }
            else
            {
                SurveyText.WriteAgents(output.Text, output.Screen, surroundings, findings, clock.GetUtcNow());
                SurveyText.WriteUnreadHint(output.Text, output.Screen, [.. state.Unread()]);
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
