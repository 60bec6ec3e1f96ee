using System.Diagnostics;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Demo;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.People;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Truth;
using Claudeonomics.TestShared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Company = Claudeonomics.Simulator.People.Company;

namespace Claudeonomics.IntegrationTests.Demo;

/// <summary>The simulated company in a whole server: what the ledger says about each person is what the simulator did.</summary>
public sealed class DemoTests
{
    private const int People = 40;
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 15, 30, 0, TimeSpan.Zero);
    private readonly ManualClock _clock = new(Now);
    private readonly Company _company = Company.Create(new(People, DemoOptions.Seed, DateOnly.FromDateTime(Now.UtcDateTime), DemoOptions.Volume));

    [Fact]
    public async Task Demo_FilledThenLivingThenStartedAgain_CountsWhatWasSimulatedOnce()
    {
        var first = await StartAsync(null);
        await AssertCountsTruthAsync(first);
        var roster = first.Services.GetRequiredService<IRosterSource>().Current;
        Assert.Equal(_company.Teams.Count, roster.Teams.Count);
        Assert.Single(roster.Teams, team => team.Parent < 0);
        Assert.Equal(_company.People.Count(person => person.Participation is Participation.Named), roster.People.Count(person => person.Participation is Participation.Named));
        Assert.Equal(364, DaysWithUsage(first), 4.0);

        _clock.Advance(TimeSpan.FromMinutes(10));
        await AssertCountsTruthAsync(first);
        var offers = await OffersAsync(first, roster);

        var copy = CopyOf(first);
        await first.StopAsync();
        _clock.Advance(TimeSpan.FromHours(3));
        await using var second = await StartAsync(first.DataDirectory);
        await AssertCountsTruthAsync(second);
        Assert.Equal(offers, await OffersAsync(second, roster));

        // As after a crash: without the sums that a stop leaves behind.
        await using var third = await StartAsync(copy);
        await AssertCountsTruthAsync(third);
    }

    [Fact]
    public async Task Demo_DirectoryWithRealPeople_SimulatesNothing()
    {
        var real = await RunningServer.StartAsync();
        await real.Services.GetRequiredService<PeopleService>().ImportAsync(
            [new("ann@corp.example", "Ann", null, Participation.Named)], "import", default);
        await real.StopAsync();

        await using var server = await StartAsync(real.DataDirectory);
        await Task.Delay(TimeSpan.FromSeconds(2));

        Assert.Single(server.Services.GetRequiredService<IRosterSource>().Current.People);
    }

    // They come once the company is filled, and once.
    private static async Task<List<string>> OffersAsync(RunningServer server, Roster roster)
    {
        var expected = roster.People.Count(person => person.Participation is Participation.Named or Participation.Pseudonym) / 8;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var offers = server.Services.GetRequiredService<OfferService>(); ; await Task.Delay(50, limit.Token))
        {
            if ((await offers.ListAsync(null, null, limit.Token)).Offers is { } found && found.Count >= expected)
            {
                return [.. found.Select(static offer => offer.PersonId).Order(StringComparer.Ordinal)];
            }
        }
    }

    private Task<RunningServer> StartAsync(string? dataDirectory) => RunningServer.StartAsync(
        dataDirectory, configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock), demoPeople: People);

    private static string CopyOf(RunningServer server)
    {
        var copy = Directory.CreateTempSubdirectory("claudeonomics-test-").FullName;
        foreach (var file in Directory.EnumerateFiles(server.DataDirectory).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private async Task AssertCountsTruthAsync(RunningServer server)
    {
        var truth = Truth();
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(90) && !truth.SequenceEqual(await CountedAsync(server)))
        {
            await Task.Delay(200);
        }

        Assert.Equal(truth, await CountedAsync(server));
    }

    private List<(string Email, long Requests, long Tokens)> Truth()
    {
        var recentFrom = new DateTimeOffset(_company.Options.LastDay.AddDays(1 - DemoOptions.RecentDays), TimeOnly.MinValue, TimeSpan.Zero);
        var book = new TruthBook(People, null);
        var stream = new ActivityStream(_company, recentFrom, until: null);
        while (stream.TryRead(_clock.GetUtcNow().ToUnixTimeMilliseconds(), out var export))
        {
            book.Add(export);
        }

        return [.. _company.People.Select(person =>
            (person.Email, book.People[person.Ordinal].Requests, book.People[person.Ordinal].Tokens.TotalTokens)).Order()];
    }

    private async Task<List<(string Email, long Requests, long Tokens)>> CountedAsync(RunningServer server)
    {
        var (people, usage) = (server.Services.GetRequiredService<PeopleService>(), server.Services.GetRequiredService<IUsageReader>());
        var ordinals = server.Services.GetRequiredService<IRosterSource>().Current.People.Index().ToDictionary(person => person.Item.Id, person => person.Index);
        var days = new DayRange(_company.Options.LastDay.AddDays(1 - DemoOptions.RecentDays), _company.Options.LastDay.AddDays(2));
        var counted = new List<(string, long, long)>();
        foreach (var person in await people.ListAsync(null, 1_000, default))
        {
            if (ordinals.TryGetValue(person.Id, out var ordinal))
            {
                var rows = usage.Rows(new UsageSubject.Person(ordinal), days, UsageGrouping.Day, UsageFilter.All);
                counted.Add((person.Email, rows.Sum(row => row.Sums.Requests), rows.Sum(row => row.Sums.Tokens.TotalTokens)));
            }
        }

        counted.Sort();
        return counted;
    }

    private int DaysWithUsage(RunningServer server) => server.Services.GetRequiredService<IUsageReader>()
        .Rows(new UsageSubject.Company(), DayRange.LastDays(_company.Options.LastDay, 365), UsageGrouping.Day, UsageFilter.All)
        .Select(row => row.Key).Distinct().Count();
}
