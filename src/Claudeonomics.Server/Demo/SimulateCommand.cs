using System.CommandLine;
using System.Globalization;
using Claudeonomics.Simulator;
using Claudeonomics.Simulator.Fairness;
using Claudeonomics.Simulator.Population;
using Claudeonomics.Simulator.Sending;

namespace Claudeonomics.Server.Demo;

/// <summary>The verb <c>simulate</c>: its options, and its failures as messages.</summary>
internal static class SimulateCommand
{
    private const int MostPeople = 85_000;
    private const int MostDays = 400;

    public static Command Create()
    {
        var people = new Option<int>("--people") { Description = $"People in the company, 1 to {MostPeople}", DefaultValueFactory = static _ => 50 };
        var days = new Option<int>("--days") { Description = $"Days to simulate, 1 to {MostDays}", DefaultValueFactory = static _ => 30 };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same company", DefaultValueFactory = static _ => 1 };
        var lastDay = new Option<DateOnly?>("--last-day") { Description = "Last day, yyyy-MM-dd (today, UTC)", CustomParser = static result => ParseDay(result) };
        var population = new Option<FileInfo>("--population") { Description = "Play a population file instead" };
        var mixed = new Option<MixedPart?>("--mixed")
        {
            Description = "Play honest and dishonest people whose records' worth is known: those that rules are tuned on, judged on, or all",
        };
        var folder = new Option<DirectoryInfo?>("--out") { Description = "Write population and truth as lines of JSON to this folder" };
        var server = new Option<Uri?>("--to") { Description = "Send as OTLP to the server at this URL", CustomParser = static result => ParseServer(result) };
        var key = new Option<string?>("--key") { Description = "Administrator's key (creates the people too) or ingest key of that server" };
        people.Validators.Add(result => Require(result, people, static value => value is >= 1 and <= MostPeople));
        days.Validators.Add(result => Require(result, days, static value => value is >= 1 and <= MostDays));
        population.AcceptExistingOnly();
        var command = new Command("simulate", "Play a simulated company's agents into files or to a server.")
        {
            people, days, seed, lastDay, population, mixed, folder, server, key,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(folder) is null && result.GetValue(server) is null)
            {
                result.AddError("simulate needs --out DIR or --to URL.");
            }
            else if (result.GetValue(server) is not null && result.GetValue(key) is null)
            {
                result.AddError("--to needs --key.");
            }
            else if (result.GetValue(population) is not null && result.GetValue(mixed) is not null)
            {
                result.AddError("--population plays a file, --mixed makes people: take one.");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new(parsed.GetValue(people), parsed.GetValue(days), parsed.GetValue(seed), parsed.GetValue(lastDay),
                parsed.GetValue(population), parsed.GetValue(folder), parsed.GetValue(server), parsed.GetValue(key), parsed.GetValue(mixed)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SimulationOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await Simulation.RunAsync(options, TimeProvider.System, Console.Out, cancellationToken);
            return 0;
        }
        catch (Exception failure) when (failure is SendException or PopulationException or HttpRequestException or IOException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static void Require<T>(System.CommandLine.Parsing.OptionResult result, Option<T> option, Func<T, bool> isFine)
    {
        if (result.Errors.Any() || !isFine(result.GetValue(option)!))
        {
            result.AddError($"{option.Name}: {option.Description}.");
        }
    }

    private static DateOnly? ParseDay(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        result.AddError("--last-day takes a day as yyyy-MM-dd.");
        return null;
    }

    private static Uri? ParseServer(System.CommandLine.Parsing.ArgumentResult result)
    {
        // Paths are appended, so the address ends in a slash.
        if (Uri.TryCreate(result.Tokens[0].Value.TrimEnd('/') + "/", UriKind.Absolute, out var server)
            && (server.Scheme == Uri.UriSchemeHttp || server.Scheme == Uri.UriSchemeHttps))
        {
            return server;
        }

        result.AddError("--to takes an http or https address.");
        return null;
    }
}
