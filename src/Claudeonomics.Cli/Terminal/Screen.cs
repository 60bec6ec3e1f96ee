using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Terminal;

/// <summary>What the other end of standard output can show.</summary>
/// <param name="Width">Columns; at least <see cref="Narrowest"/>.</param>
/// <param name="HasColor">Whether colours and weights may be written.</param>
/// <param name="IsTerminal">Whether somebody looks at it while it is written.</param>
internal sealed record Screen(int Width, bool HasColor, bool IsTerminal)
{
    public const int Narrowest = 40;

    // What is piped or kept is read somewhere else.
    private const int UsualWidth = 120;

    /// <summary>That of this process.</summary>
    public static Screen OfProcess(Surroundings surroundings)
    {
        var isTerminal = !Console.IsOutputRedirected;
        return Of(surroundings, isTerminal && WindowsConsole.UnderstandsSequences(), isTerminal ? WindowWidth() : 0);
    }

    /// <summary>Decides from what the surroundings say. Colour is for terminals; <c>NO_COLOR</c> takes it away (https://no-color.org) and
    /// <c>CLICOLOR_FORCE</c> gives it to files and pipes.</summary>
    /// <param name="windowWidth">Columns of the terminal; 0 when they are not known.</param>
    public static Screen Of(Surroundings surroundings, bool isTerminal, int windowWidth)
    {
        var width = windowWidth > 0 ? windowWidth
            : int.TryParse(surroundings.Variable("COLUMNS"), out var columns) && columns > 0 ? columns
            : UsualWidth;
        var hasColor = surroundings.Variable("NO_COLOR") is null
            && (surroundings.Variable("CLICOLOR_FORCE") is { } force ? force != "0" : isTerminal && surroundings.Variable("TERM") is not "dumb");
        return new(Math.Max(width, Narrowest), hasColor, isTerminal);
    }

    public string Paint(string text, Tone tone) => HasColor && tone != Tone.Plain ? $"\e[{Sequence(tone)}m{text}\e[0m" : text;

    // The sixteen colours of the terminal's own scheme, since only it knows whether the paper is dark.
    private static string Sequence(Tone tone) => tone switch
    {
        Tone.Quiet => "2",
        Tone.Strong => "1",
        Tone.Accent => "31",
        Tone.Good => "32",
        Tone.Warning => "33",
        Tone.First => "36",
        Tone.Second => "35",
        Tone.Third => "34",
        Tone.Fourth => "33",
        Tone.Fifth => "32",
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, null),
    };

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

/// <summary>What a piece of text is, before it is a colour.</summary>
internal enum Tone : byte
{
    Plain,

    /// <summary>What may be passed over: headings, units, rules.</summary>
    Quiet,

    /// <summary>The number that one came for.</summary>
    Strong,

    /// <summary>The red of a ledger's margin: what is live.</summary>
    Accent,
    Good,
    Warning,

    /// <summary>The parts of a whole, largest first.</summary>
    First,
    Second,
    Third,
    Fourth,
    Fifth,
}
