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

/// <summary>What somebody has at the end.</summary>
/// <param name="Place">Share of all whose score of the last 30 days is lower.</param>
/// <param name="IsFound">A finding past advice is open.</param>
/// <param name="Parts">Points of each part of the score, in its order.</param>
internal sealed record Played(double Place, TitleSet Titles, bool IsFound, IReadOnlyList<double> Parts);

/// <summary>What a population gets from the real ledger and the real game when everybody has opted in.</summary>
internal static class PlayedCompany
{
    // Exports that go into one append.
    private const int ExportsPerAppend = 1_024;

    /// <summary>Plays a population and judges its last day.</summary>
    /// <param name="findings">What the integrity rules said of the same population.</param>
    /// <param name="books">Rules by which it is judged, each for itself.</param>
    /// <returns>What everybody has, by ordinal, for each of the rules.</returns>
    public static async Task<Played[][]> PlayAsync(
        IExportSource source, DateOnly lastDay, IReadOnlyList<Finding> findings, IReadOnlyList<RuleBook> books, string directory,
        CancellationToken cancellationToken)
    {
        var clock = new StreamClock();
        await using var ledger = EmbeddedLedger.Open(
            new EmbeddedLedgerOptions { DataDirectory = directory, TimeZone = TimeZoneInfo.Utc, CheckpointInterval = TimeSpan.FromDays(1) },
            new CostCalculator(PriceBook.Embedded), clock, NullLogger<EmbeddedLedger>.Instance);
        await FeedAsync(source, ledger, clock, cancellationToken);
        await ledger.CheckpointAsync(cancellationToken);
        var (scopes, sources) = (new RosterScopes(RosterOf(source.People)), new GameSources(new FoundUsage(findings), NoLinkedOutcomes.Instance));
        return [.. books.Select(book => Judge(ledger.Cube, scopes, lastDay, sources, book))];
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

    private static Played[] Judge(UsageCube cube, RosterScopes scopes, DateOnly lastDay, GameSources sources, RuleBook book)
    {
        var awards = Awards.Of(cube, scopes, book, lastDay, sources);
        var query = new BoardQuery(BoardNames.Score, DayRange.LastDays(lastDay, 30), BoardSubject.Person, UsageFilter.All, null, Limit: 1);
        using var data = cube.Open(scopes.Roster);
        var board = BoardBuilder.Build(data, query, scopes, book.Of(lastDay), awards, new PriceBookReference(PriceBook.Embedded));
        var keys = Enumerable.Range(0, board.Keys.Count).Select(row => board.Keys[row]).ToArray();
        var sorted = keys.Order().ToArray();
        return
        [
            .. keys.Select((key, person) => new Played(
                (double)Array.FindIndex(sorted, other => other >= key) / keys.Length, awards.TitlesOf(person), awards.Excluded.HasFinding(person, query.Window),
                [.. board.Parts!.Of(person).Select(static part => part.Points ?? 0)])),
        ];
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
        [
            .. findings.Where(static finding => finding.IsPastAdvice).Select(static finding => new OpenFinding(
                $"p{finding.Person}", new(DateOnly.FromDayNumber(finding.From), DateOnly.FromDayNumber(finding.Until + 1)))),
        ];

        public IReadOnlyList<OutOfSeason> OutOfSeason => [];
    }
}
