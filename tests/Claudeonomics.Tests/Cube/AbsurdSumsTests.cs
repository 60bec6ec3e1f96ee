using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Tests.Ranking;

namespace Claudeonomics.Tests.Cube;

/// <summary>Sums past what 64 bits hold are somebody's absurd facts: they stop nobody's board, and change no honest row.</summary>
public sealed class AbsurdSumsTests : IDisposable
{
    private const int People = 12;
    private static readonly DateOnly Today = SmallCompany.Monday;

    private readonly UsageCube _cube = new(new PlainCube());

    public void Dispose() => _cube.Dispose();

    public static MatrixTheoryData<string, BoardSubject, string> Boards { get; } =
        new([.. BoardNames.All], [BoardSubject.Person, BoardSubject.Team], ["open", "balanced"]);

    [Theory]
    [MemberData(nameof(Boards))]
    public void Build_SumsPast64Bits_IsABoardAllTheSame(string board, BoardSubject by, string policy)
    {
        var (_, before) = Build(board, by, policy);

        for (var day = 0; day < 40; day++)
        {
            AddAbsurd(identity: 1, Today.AddDays(-day), long.MaxValue / 2);
            AddAbsurd(identity: 2, Today.AddDays(-day), long.MaxValue);
            AddAbsurd(identity: 3, Today.AddDays(-day), 1_000_000_000_000);
        }

        var (population, after) = Build(board, by, policy);

        Assert.True(population.Sums.Tokens.TotalTokens >= 0 && population.Sums.ListCostNanoUsd >= 0 && population.MedianTokens >= 0);
        if (board is BoardNames.Tokens or BoardNames.Cost or BoardNames.Cache && by is BoardSubject.Person)
        {
            Assert.Equal(before, after);
        }
    }

    /// <returns>Of everybody, and what the honest are told of themselves.</returns>
    private (Population Population, IReadOnlyList<string> Honest) Build(string board, BoardSubject by, string policy)
    {
        if (_cube.Version == 0)
        {
            for (var identity = 0; identity < People; identity++)
            {
                AddCalls(identity, Today.AddDays(-identity), tokens: 1_000_000_000_000 * (identity + 1), nanoUsd: 1_000_000_000_000_000 * (identity + 1));
            }
        }

        var roster = NewRoster();
        var scopes = new RosterScopes(roster);
        var rules = GameRules.Default with { Privacy = PrivacyPolicy.Find(policy)! };
        var awards = Awards.Of(_cube, scopes, RuleBook.Default, Today);
        using var data = _cube.Open(board is BoardNames.Fleet ? scopes.Fleet.Roster : roster);
        var built = BoardBuilder.Build(data, SmallCompany.Query(board, by: by), scopes, rules, awards, TestPrices.Instance);
        var own = board is BoardNames.Fleet ? [] : roster.People.Select(person => OwnStandings.Of(built, data, person.Id, awards)?.Standing).ToArray();
        return (built.Population, [.. own.Where(static standing => standing?.Id is "p00" or "p09").Select(static standing => $"{standing!.Id} {standing.Score} {standing.Sums}")]);
    }

    private void AddCalls(int identity, DateOnly day, long tokens, long nanoUsd)
    {
        var cells = default(UsageCells);
        cells[UsageCell.Requests] = 1_000;
        cells[UsageCell.CacheReadTokens] = tokens;
        cells[UsageCell.OutputTokens] = tokens / 100;
        cells[UsageCell.ListCostNanoUsd] = nanoUsd;
        cells[UsageCell.CacheSavedNanoUsd] = nanoUsd;
        Add(identity, day, Source.OtlpEvent, cells);
    }

    private void AddAbsurd(int identity, DateOnly day, long number)
    {
        var cells = default(UsageCells);
        for (var cell = UsageCell.UncachedInputTokens; cell <= UsageCell.CacheSavedNanoUsd; cell++)
        {
            cells[cell] = number;
        }

        Add(identity, day, Source.OtlpCounter, cells);
        Add(identity, day, Source.OtlpEvent, cells);
        var acts = default(ActivityCells);
        for (var cell = ActivityCell.Prompts; cell <= ActivityCell.ConfigurationChanges; cell++)
        {
            acts[cell] = number;
        }

        _cube.Write(writer => writer.Add(day, identity, _cube.Agents.NumberOf("claude-code"), acts));
    }

    private void Add(int identity, DateOnly day, Source source, UsageCells cells) => _cube.Write(writer => writer.Add(
        day, identity,
        _cube.Dimensions.NumberOf(new("claude-code", "anthropic", "claude-opus-4-6", new(ContextTier.Standard, default, "book-1"), new(Who.Known, Evidence.Metered), source)),
        cells));

    private static Roster NewRoster() => new(
        1,
        [.. Enumerable.Range(0, People).Select(static i => new RosterPerson($"p{i:00}", $"Person {i}", Participation.Named, 5, new(2026, 1, 1)))],
        [new("t0", "Team 0", -1), new("t1", "Team 1", -1)],
        [.. Enumerable.Range(0, People).Select(static i => new IdentityLink(i, i, DateOnly.MinValue, DateOnly.MaxValue))],
        [.. Enumerable.Range(0, People).Select(static i => new TeamMembership(i, i % 2, DateOnly.MinValue, DateOnly.MaxValue))]);
}
