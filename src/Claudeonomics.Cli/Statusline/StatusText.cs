using Claudeonomics.Cli.Blocks;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Core.Text;

namespace Claudeonomics.Cli.Statusline;

/// <summary>The one line.</summary>
internal static class StatusText
{
    private const string Between = " · ";

    // From here on a context is worth a thought, and from here on agents compact it by themselves soon.
    private const double Fullish = 0.6;
    private const double Full = 0.8;

    /// <param name="figures">Null when the logs could not be read: the line then tells what the agent said.</param>
    public static string Of(StatusInput input, StatusFigures? figures, DateTimeOffset now, Screen screen)
    {
        string?[] parts =
        [
            input.Model is { } model ? Columns.Clean(model) : null,
            HereOf(input, figures, screen),
            figures is null ? null : $"{screen.Paint(FigureText.Dollars(figures.Today.ListCostUsd), Tone.Strong)} today",
            BlockOf(input, figures?.Block, now, screen),
            input.ContextShare is { } share ? $"context {screen.Paint(Figure.Percent(share).ToString(), ToneOf(share))}" : null,
        ];
        var line = string.Join(screen.Paint(Between, Tone.Quiet), parts.Where(static part => part is not null));
        return line.Length > 0 ? line : "claudeonomics";
    }

    // Our own count knows sub-agents and prices by the list; the agent's is there from the first moment.
    private static string? HereOf(StatusInput input, StatusFigures? figures, Screen screen) =>
        figures?.Conversation is { } sums ? $"{screen.Paint(FigureText.Dollars(sums.ListCostUsd), Tone.Strong)} here"
        : input.CostUsd is { } cost ? $"{screen.Paint(FigureText.Dollars(cost), Tone.Strong)} here"
        : null;

    private static string? BlockOf(StatusInput input, UsageBlock? block, DateTimeOffset now, Screen screen)
    {
        var end = input.LimitResetsAt is { } resets && resets > now ? resets
            : block is not null ? DateTimeOffset.FromUnixTimeMilliseconds(block.EndUnixMs)
            : (DateTimeOffset?)null;
        if (end is null)
        {
            return null;
        }

        string?[] parts =
        [
            block is null ? null : FigureText.Dollars(block.Sums.ListCostUsd),
            block?.PaceAt(now.ToUnixTimeMilliseconds())?.UsdPerHour is { } pace ? $"{FigureText.Dollars(pace)}/h" : null,
            input.LimitShare is { } share ? screen.Paint($"{Figure.Percent(share)} used", ToneOf(share)) : null,
            $"{FigureText.Duration(end.Value - now)} left",
        ];
        return "block " + string.Join(' ', parts.Where(static part => part is not null));
    }

    private static Tone ToneOf(double share) => share >= Full ? Tone.Accent : share >= Fullish ? Tone.Warning : Tone.Plain;
}
