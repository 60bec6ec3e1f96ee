using Claudeonomics.Benchmarks.Month;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Boards;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;
using Claudeonomics.Simulator.People;
using Claudeonomics.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>What a population gets from the real ledger and the real game when everybody has opted in.</summary>
internal static class PlayedCompany
{
    // Exports that go into one append.
    private const int ExportsPerAppend = 1_024;

    /// <summary>Plays a population and judges its last day.</summary>
    /// <param name="findings">What the integrity rules said of the same population.</param>
    /// <returns>By ordinal: the share of all whose score of the last 30 days is lower, and the titles.</returns>
    public static async Task<(double Place, TitleSet Titles)[]> PlayAsync(
        IExportSource source, DateOnly lastDay, IReadOnlyList<Finding> findings, string directory, CancellationToken cancellationToken)
    {
        var clock = new StreamClock();
        await using var ledger = EmbeddedLedger.Open(
            new EmbeddedLedgerOptions { DataDirectory = directory, TimeZone = TimeZoneInfo.Utc, CheckpointInterval = TimeSpan.FromDays(1) },
            new CostCalculator(PriceBook.Embedded), clock, NullLogger<EmbeddedLedger>.Instance);
        await FeedAsync(source, ledger, clock, cancellationToken);
        await ledger.CheckpointAsync(cancellationToken);
        return Judge(ledger.Cube, new RosterScopes(RosterOf(source.People)), lastDay, new(new FoundUsage(findings), NoLinkedOutcomes.Instance));
    }

    private static async Task FeedAsync(IExportSource source, EmbeddedLedger ledger, StreamClock clock, CancellationToken cancellationToken)
    {
        var writer = new FactWriter(new KeyedHash(new byte[16]), [.. Enumerable.Range(1, source.People.Count)], Who.Known);
        var batch = new FactBatch();
        for (var isMore = true; isMore;)
        {
            batch.Clear();
            for (var i = 0; i < ExportsPerAppend && isMore; i++)
            {
                isMore = source.TryRead(out var export);
                if (isMore)
                {
                    writer.Write(export, batch);
                    clock.MoveTo(export.ArrivedAtUnixMs);
                }
            }

            _ = await ledger.AppendAsync(batch, cancellationToken) ?? throw new InvalidOperationException("The queue was full.");
        }
    }

    private static (double Place, TitleSet Titles)[] Judge(UsageCube cube, RosterScopes scopes, DateOnly lastDay, GameSources sources)
    {
        var awards = Awards.Of(cube, scopes, RuleBook.Default, lastDay, sources);
        var query = new BoardQuery(BoardNames.Score, DayRange.LastDays(lastDay, 30), BoardSubject.Person, UsageFilter.All, null, Limit: 1);
        using var data = cube.Open(scopes.Roster);
        var board = BoardBuilder.Build(data, query, scopes, RuleBook.Default.Of(lastDay), awards, new PriceBookReference(PriceBook.Embedded));
        var keys = Enumerable.Range(0, board.Keys.Count).Select(row => board.Keys[row]).ToArray();
        var sorted = keys.Order().ToArray();
        return [.. keys.Select((key, person) => ((double)Array.FindIndex(sorted, other => other >= key) / keys.Length, awards.TitlesOf(person)))];
    }

    private static Roster RosterOf(IReadOnlyList<SimulatedPerson> people) => new(
        1,
        [.. people.Select(static person => new RosterPerson(
            $"p{person.Ordinal}", person.Name, Participation.Named, person.WorkingDaysPerWeek, new DateOnly(2026, 1, 1)))],
        [],
        [.. people.Select(static person => new IdentityLink(person.Ordinal + 1, person.Ordinal, DateOnly.MinValue, DateOnly.MaxValue))],
        []);

    private sealed class FoundUsage(IReadOnlyList<Finding> findings) : IExcludedUsage
    {
        public bool IsJudged => true;

        public long Version => 1;

        public IReadOnlyList<ExcludedTokens> Tokens { get; } =
        [
            .. findings.SelectMany(static finding => finding.Tokens).DistinctBy(static named => (named.Identity, named.Day, named.Conversation, named.Origin))
                .Select(static named => new ExcludedTokens(
                    named.Identity, DateOnly.FromDayNumber(named.Day), named.Origin.Agent, named.Origin.Provider, named.Origin.Model, named.Usage, ExclusionReason.NotCounted)),
        ];

        public IReadOnlyList<OpenFinding> OpenFindings { get; } =
            [.. findings.Where(static finding => finding.IsPastAdvice).Select(static finding => new OpenFinding(finding.Person + 1, DateOnly.FromDayNumber(finding.Until)))];
    }
}
