using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Tests.CommandLine.Setup;

/// <summary>Surroundings with a home folder at /home/dev.</summary>
internal static class Home
{
    public static Surroundings With(params (string Name, string Value)[] variables) =>
        new(name => name == "HOME" ? "/home/dev" : variables.FirstOrDefault(variable => variable.Name == name).Value);
}
