using System.Globalization;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.People;
using Claudeonomics.Simulator;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;
using Claudeonomics.Simulator.People;
using Company = Claudeonomics.Simulator.People.Company;

namespace Claudeonomics.Server.Demo;

/// <summary>Fills an empty company with simulated people and their year, and lets them work on, second by second.</summary>
internal sealed partial class DemoService(
    DemoOptions options, PeopleService people, TeamService teams, IRosterSource roster, IUsageLedger ledger, IUsageReader usage,
    KeyedHash hash, DemoGreeting greeting, DemoHelp help, TimeProvider clock, ILogger<DemoService> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(CompanyParameters.MostLateMs) + TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Starting a host waits for the first step of its services; simulating is not to hold it up.
        await Task.Yield();
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (LedgerUnavailableException unavailable)
        {
            LogStopped(unavailable);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (await new DemoPeople(people, teams, roster).OpenAsync(options.People, today, cancellationToken) is not { } demo)
        {
            LogNotSimulated();
            return;
        }

        greeting.SayFilling(days: 0);
        await greeting.WelcomeAsync(demo, cancellationToken);
        var feed = new DemoFeed(ledger, new FactWriter(hash, demo.Identities, Who.Known));
        var recentFrom = StartOf(demo.Company.Options.LastDay.AddDays(1 - DemoOptions.RecentDays));
        var lastUsage = LastUsage(recentFrom);
        if (lastUsage is null)
        {
            await feed.RunAsync(Earlier(demo.Company, recentFrom), DateTimeOffset.MaxValue, cancellationToken);
        }

        var stream = new ActivityStream(demo.Company, ResumeAt(lastUsage, recentFrom), until: null);
        feed.Reached = at => greeting.SayFilling((int)(at - recentFrom).TotalDays);
        var facts = await feed.RunAsync(stream, clock.GetUtcNow(), cancellationToken);
        feed.Reached = null;
        greeting.SayFilled();
        var took = clock.GetElapsedTime(startedAt);
        LogFilled(demo.Identities.Count, facts, took);
        await help.FillAsync(demo.Identities, cancellationToken);
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await feed.RunAsync(stream, clock.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>The same people in the months before, on the same days as ever, with fewer calls.</summary>
    private static ActivityStream Earlier(Company company, DateTimeOffset until)
    {
        var thinner = Company.Create(company.Options with { MostRequestsPerDay = DemoOptions.EarlierRequestsPerDay });
        return new(thinner, until.AddDays(-DemoOptions.EarlierDays), until);
    }

    // What was on its way when the server stopped comes again; what the ledger has already counts once.
    private static DateTimeOffset ResumeAt(DateTimeOffset? lastUsage, DateTimeOffset recentFrom) =>
        lastUsage - LongestDelay is { } resume && resume > recentFrom ? resume : recentFrom;

    /// <summary>The last hour that has usage, or <see langword="null"/>: the company was not filled, or not up to its last 30 days.</summary>
    private DateTimeOffset? LastUsage(DateTimeOffset recentFrom)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var days = new DayRange(DateOnly.FromDateTime(recentFrom.UtcDateTime), today.AddDays(1));
        var last = usage.Rows(new UsageSubject.Company(), days, UsageGrouping.Hour, UsageFilter.All)
            .Select(static row => row.Key).Max(StringComparer.Ordinal);
        return last is null ? null : DateTimeOffset.Parse(last, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    [LoggerMessage(EventId = 9001, Level = LogLevel.Information,
        Message = "The simulated company of {People} people is here: {Facts} facts of its last 30 days in {Took}")]
    private partial void LogFilled(int people, long facts, TimeSpan took);

    [LoggerMessage(EventId = 9002, Level = LogLevel.Warning,
        Message = "The data directory holds people who are not simulated; nothing is simulated")]
    private partial void LogNotSimulated();

    [LoggerMessage(EventId = 9003, Level = LogLevel.Error, Message = "The ledger takes nothing; the simulated company stands still")]
    private partial void LogStopped(Exception exception);
}
