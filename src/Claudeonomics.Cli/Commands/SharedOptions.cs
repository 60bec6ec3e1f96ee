using System.CommandLine;
using System.Globalization;
using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Commands;

/// <summary>Options that mean the same wherever they stand.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json() => new("--json") { Description = "One JSON document on standard output, and nothing else there" };

    /// <summary>The zone in which days begin.</summary>
    public static Option<TimeZoneInfo?> Zone() => new("--timezone")
    {
        Description = "Where days begin, such as Europe/Berlin or UTC; this machine's zone when not given",
        HelpName = "ZONE",
        CustomParser = static result =>
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(result.Tokens[0].Value, out var zone))
            {
                return zone;
            }

            result.AddError($"\"{result.Tokens[0].Value}\" is no time zone that this machine knows.");
            return null;
        },
    };

    /// <summary>Only one agent's calls.</summary>
    public static Option<string?> Agent()
    {
        var agent = new Option<string?>("--agent") { Description = "Only this agent's calls", HelpName = "AGENT" };
        agent.AcceptOnlyFromAmong([.. AgentRegistry.All.Select(static agent => agent.Name)]);
        return agent;
    }

    /// <summary>A whole number within bounds, both included.</summary>
    public static Option<int?> Number(string name, int least, int most, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name} takes a number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}, not \"{result.Tokens[0].Value}\".");
            return null;
        },
    };
}
