using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Operations;

/// <summary>The ledger and what is read from it, as services.</summary>
public static class LedgerSetup
{
    public static void AddLedger(this IServiceCollection services)
    {
        services.AddSingleton(all => LoadPrices(all.GetRequiredService<ServerOptions>()));
        services.AddSingleton(all => new CostCalculator(all.GetRequiredService<PriceBook>()));
        services.AddSingleton(Open);
        services.AddSingleton<IUsageLedger>(all => all.GetRequiredService<EmbeddedLedger>());
        services.AddSingleton<IDayTotalLedger>(all => all.GetRequiredService<EmbeddedLedger>());
        services.AddSingleton(static all => new LiveSums(all.GetRequiredService<EmbeddedLedger>().Cube));
        services.AddSingleton<ShownSums>();
        services.AddSingleton<IBoardSource>(static all => all.GetRequiredService<ShownSums>());
        services.AddSingleton(static all => new ShownUsage(all.GetRequiredService<ShownSums>().Usage));
        services.AddHostedService<ShownSteps>();
        services.AddSingleton<IUsageReader>(all =>
        {
            var roster = all.GetRequiredService<IRosterSource>();
            return all.GetRequiredService<EmbeddedLedger>().ReaderFor(() => roster.Current);
        });
        services.AddSingleton<IReadinessCheck, LedgerReadiness>();
        services.AddSingleton<LedgerMetrics>();
        services.AddSingleton<LastVerification>();
        services.AddHostedService<LedgerStart>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, LedgerJson.Default));
    }

    /// <exception cref="SettingsException">The file of the company's own prices cannot be read.</exception>
    private static PriceBook LoadPrices(ServerOptions options)
    {
        if (options.PriceOverrides is not { } file)
        {
            return PriceBook.Embedded;
        }

        try
        {
            return PriceBook.Embedded.WithCompanyPrices(File.ReadAllText(file));
        }
        catch (Exception problem) when (problem is PriceBookException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(ServerOptions.Key(nameof(ServerOptions.PriceOverrides)), problem.Message);
        }
    }

    private static EmbeddedLedger Open(IServiceProvider all) => EmbeddedLedger.Open(
        new EmbeddedLedgerOptions
        {
            DataDirectory = all.GetRequiredService<DataDirectory>().Path,
            TimeZone = all.GetRequiredService<CompanyCalendar>().Zone,
            FactsPerCheckpoint = all.GetRequiredService<ServerOptions>().FactsPerCheckpoint,
        },
        all.GetRequiredService<CostCalculator>(),
        all.GetRequiredService<TimeProvider>(),
        all.GetRequiredService<ILogger<EmbeddedLedger>>());
}

/// <summary>Ready when the ledger takes facts.</summary>
internal sealed class LedgerReadiness(EmbeddedLedger ledger) : IReadinessCheck
{
    public string Name => "ledger";

    public ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(ledger.Fault?.Message);
}

/// <summary>Opens the ledger before the first request is let in, so that a damaged file stops the start, and says which prices are open.</summary>
internal sealed partial class LedgerStart(
    EmbeddedLedger ledger, LedgerMetrics metrics, PriceBook prices, TimeProvider clock, ILogger<LedgerStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Asking for them has opened and registered them; nothing more is to be done.
        _ = (ledger, metrics);
        foreach (var row in prices.UnsettledOn(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)))
        {
            LogUnsettledPrice(row.Model, row.Provider, row.From, prices.Version);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 1211, Level = LogLevel.Warning,
        Message = "A price of {Model} at {Provider} was announced for {From} and nobody has confirmed it: by price book {Version} calls still cost what they did before. A newer price book, or a row in the file that Claudeonomics:PriceOverrides names, settles it")]
    private partial void LogUnsettledPrice(string model, string? provider, DateOnly? from, string version);
}
