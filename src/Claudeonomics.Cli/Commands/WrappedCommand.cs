using System.CommandLine;
using System.Globalization;
using Claudeonomics.Core.Pictures;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Cli.Sync.Autosync;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Cli.Wrapped;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics wrapped</c>: a year as a picture.</summary>
internal static class WrappedCommand
{
    public static Command Create(Surroundings surroundings, TimeProvider clock)
    {
        var year = SharedOptions.Number("--year", 2000, 9998, "The year; this one when not given", "Y");
        var file = new Option<string?>("--out") { Description = "Where the picture goes, ending in .svg or .png; claudeonomics-YEAR.svg when not given", HelpName = "FILE" };
        file.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !IsPng(name) && !name.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"--out takes a name that ends in .svg or .png, not \"{name}\".");
            }
        });
        var dark = new Option<bool>("--dark") { Description = "On dark paper" };
        var zone = SharedOptions.Zone();
        var json = SharedOptions.Json();
        var command = new Command("wrapped", "A year as a picture to share: no project, no conversation and no hour is in it.") { year, file, dark, zone, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var calendar = new CompanyCalendar(parsed.GetValue(zone) ?? TimeZoneInfo.Local);
            var today = calendar.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds());
            var asked = parsed.GetValue(year) ?? today.Year;
            var figures = YearFigures.Of(new UsageMemory(surroundings, ScanProgress.OfProcess).Refresh(AgentRegistry.All, cancellationToken), asked, calendar);
            if (figures.Sums.TotalTokens == 0)
            {
                await Console.Error.WriteLineAsync($"Nothing was used in {asked.ToString(CultureInfo.InvariantCulture)}, as far as the logs of this machine tell.");
                return 1;
            }

            var path = Path.GetFullPath(parsed.GetValue(file) ?? $"claudeonomics-{asked.ToString(CultureInfo.InvariantCulture)}.svg");
            var picture = YearPicture.Draw(figures, today, parsed.GetValue(dark) ? PictureColors.Dark : PictureColors.Light);
            if (IsPng(path))
            {
                if (await new PngMaker(new SystemPrograms()).MakeAsync(picture, cancellationToken) is not { } png)
                {
                    await Console.Error.WriteLineAsync($"Nothing on this machine draws a PNG. Install {PngProgram.Wanted}, or ask for a name that ends in .svg.");
                    return 1;
                }

                picture = png;
            }

            await File.WriteAllBytesAsync(path, picture, cancellationToken);
            Tell(surroundings, figures, path, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static bool IsPng(string name) => name.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    private static void Tell(Surroundings surroundings, YearFigures figures, string path, bool isJson)
    {
        using var output = new CommandOutput(surroundings);
        if (isJson)
        {
            WrappedJson.Write(output.Stream, figures, path);
        }
        else
        {
            output.Text.WriteLine($"{path}: {FigureText.Tokens(figures.Sums.TotalTokens)} tokens on {figures.ActiveDays.ToString(CultureInfo.InvariantCulture)} {(figures.ActiveDays == 1 ? "day" : "days")}.");
        }
    }
}
