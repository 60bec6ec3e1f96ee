using System.CommandLine;

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
}
