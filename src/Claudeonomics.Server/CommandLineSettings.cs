namespace Claudeonomics.Server;

/// <summary>Tells settings from verbs and options on the command line.</summary>
internal static class CommandLineSettings
{
    /// <summary>Settings are what has a section in its name, and the few standard ones without: <c>--Claudeonomics:Policy=open</c>, <c>--urls URL</c>.</summary>
    public static (IReadOnlyList<string> Settings, IReadOnlyList<string> Other) Split(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var settings = new List<string>();
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsSetting(args[i]))
            {
                rest.Add(args[i]);
                continue;
            }

            settings.Add(args[i]);
            if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Count)
            {
                settings.Add(args[++i]);
            }
        }

        return (settings, rest);
    }

    private static bool IsSetting(string arg)
    {
        if (!arg.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var name = arg[2..].Split('=', 2)[0];
        return name.Contains(':', StringComparison.Ordinal)
            || name.Equals("urls", StringComparison.OrdinalIgnoreCase)
            || name.Equals("environment", StringComparison.OrdinalIgnoreCase);
    }
}
