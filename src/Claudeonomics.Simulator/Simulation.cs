using System.Globalization;
using Claudeonomics.Core.Time;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Fairness;
using Claudeonomics.Simulator.People;
using Claudeonomics.Simulator.Population;
using Claudeonomics.Simulator.Sending;
using Claudeonomics.Simulator.Truth;

namespace Claudeonomics.Simulator;

/// <summary>What <c>simulate</c> was asked for.</summary>
/// <param name="LastDay">The last simulated UTC day; <see langword="null"/> for today.</param>
/// <param name="Population">A population file to play instead of people, days and seed.</param>
/// <param name="Mixed">Honest and dishonest people whose every record's worth is known, instead of the demo's company.</param>
/// <param name="Out">Folder for population and truth, or <see langword="null"/>.</param>
/// <param name="To">Server to send to, or <see langword="null"/>.</param>
/// <param name="Key">For <paramref name="To"/>: an administrator's key, with which the people are created too, or an ingest key.</param>
public sealed record SimulationOptions(
    int People, int Days, ulong Seed, DateOnly? LastDay = null, FileInfo? Population = null, DirectoryInfo? Out = null,
    Uri? To = null, string? Key = null, MixedPart? Mixed = null);

/// <summary>The verb <c>simulate</c>: a company's events into files or to a server.</summary>
public static class Simulation
{
    public const string PopulationFileName = "population.ndjson";
    public const string TruthFileName = "truth.ndjson";

    /// <param name="options">At least one of a folder and a server.</param>
    /// <param name="clock">Nothing later than its now is simulated.</param>
    /// <param name="report">Gets one line when everything is done.</param>
    /// <exception cref="PopulationException">The population file is none.</exception>
    /// <exception cref="SendException">The server refused what was sent.</exception>
    public static async Task RunAsync(SimulationOptions options, TimeProvider clock, TextWriter report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(report);
        using var file = options.Population is null ? null : new PopulationReader(options.Population.OpenRead());
        IExportSource source = file is null ? Simulate(options, clock) : file;
        var truth = new TruthBook(source.People.Count, new CompanyCalendar(TimeZoneInfo.Utc));
        using var writer = OpenWriter(options.Out);
        writer?.WriteCompany(source);
        var sent = options.To is null
            ? Drain(source, Observe)
            : await SendAsync(source, options, clock, Observe, cancellationToken);
        if (options.Out is { } folder)
        {
            using var truths = new PopulationWriter(File.Create(Path.Combine(folder.FullName, TruthFileName)));
            truths.WriteTruth(truth, source.People);
        }

        await report.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{source.People.Count:N0} people, {truth.Total.Requests:N0} calls, {truth.Total.Tokens.TotalTokens:N0} tokens{sent}"));

        void Observe(in Export export)
        {
            truth.Add(export);
            writer?.Write(export);
        }
    }

    private static IExportSource Simulate(SimulationOptions options, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (options.Mixed is { } part)
        {
            // Its days are whole ones, up to people's own midnight.
            return new MixedPopulation(MixedPopulationOptions.Of(options.People, options.Days, options.Seed, options.LastDay ?? today.AddDays(-2), part));
        }

        var lastDay = options.LastDay ?? today;
        var end = new DateTimeOffset(lastDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var company = Company.Create(new(options.People, options.Seed, lastDay));
        return new ActivityStream(company, end.AddDays(-options.Days), end < now ? end : now);
    }

    private static PopulationWriter? OpenWriter(DirectoryInfo? folder)
    {
        folder?.Create();
        return folder is null ? null : new(File.Create(Path.Combine(folder.FullName, PopulationFileName)));
    }

    private static string Drain(IExportSource source, ExportObserver observe)
    {
        while (source.TryRead(out var export))
        {
            observe(export);
        }

        return "";
    }

    private static async Task<string> SendAsync(
        IExportSource source, SimulationOptions options, TimeProvider clock, ExportObserver observe, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = options.To };
        var key = options.Key ?? throw new SendException("A server to send to needs a key.");
        var (ingestKey, people) = await new CompanySetup(http, key).RunAsync(source, cancellationToken);
        var sent = await new OtlpSender(http, ingestKey, clock).SendAsync(source, observe, cancellationToken);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"; {people:N0} people created, {sent.Bodies:N0} bodies sent, {sent.Rejected:N0} records rejected, {sent.Retries:N0} retries");
    }
}
