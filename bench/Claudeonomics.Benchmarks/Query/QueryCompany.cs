using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Benchmarks.Query;

/// <summary>A company whose every person uses three models on every day: the most rows that the sizes to design for can have.</summary>
internal sealed class QueryCompany : IDayArchive
{
    private const int HotDays = 62;
    private const int Teams = 400;

    private static readonly (string Agent, string Provider, string Model)[] Origins =
    [
        ("claude-code", "anthropic", "claude-opus-5-5"), ("claude-code", "anthropic", "claude-sonnet-5"),
        ("claude-code", "anthropic", "claude-haiku-4-5"), ("codex", "openai", "gpt-5.6-sol"), ("codex", "openai", "gpt-5.4"),
        ("gemini-cli", "gcp.gemini", "gemini-3.8-flash"), ("opencode", "internal", "house-model"),
    ];

    private readonly Dictionary<DateOnly, ArchivedDay> _archived = [];
    private readonly ushort[] _dimensions;
    private readonly int _people;

    public QueryCompany(int people, DateOnly today)
    {
        _people = people;
        Cube = new UsageCube(this);
        Roster = MakeRoster(people);
        _dimensions = [.. Origins.Select(origin => Cube.Dimensions.NumberOf(new(
            origin.Agent, origin.Provider, origin.Model, new PriceClass(ContextTier.Standard, default, "bench"),
            new Trust(Who.Known, Evidence.SelfReported), Source.OtlpEvent)))];
        var hotFrom = today.AddDays(1 - HotDays);
        Cube.Write(writer =>
        {
            writer.HoldFrom(hotFrom);
            for (var day = today.AddMonths(-13); day <= today; day = day.AddDays(1))
            {
                var month = DayRange.MonthOf(day).Start;
                Rows(day, (identity, dimension, cells) =>
                {
                    if (day < hotFrom)
                    {
                        writer.AddToMonth(month, identity, dimension, cells);
                    }
                    else
                    {
                        writer.Add(day, identity, dimension, cells);
                    }
                });
                if (day >= hotFrom)
                {
                    AddActs(writer, day);
                }
            }

            writer.SettleBefore(today);
        });
    }

    public UsageCube Cube { get; }

    public Roster Roster { get; }

    public ArchivedDay? Load(DateOnly day)
    {
        if (!_archived.TryGetValue(day, out var archived))
        {
            _archived.Add(day, archived = new ArchivedDay());
            Rows(day, (identity, dimension, cells) => archived.Add(identity, dimension, cells));
            archived.Settle();
        }

        return archived;
    }

    public long RowsOf(DayRange days) => (long)days.Days * _people * 3;

    public long OnePass(DayRange days)
    {
        var sum = 0L;
        foreach (var (number, day) in Cube.HotDays)
        {
            if (days.Contains(DateOnly.FromDayNumber(number)))
            {
                foreach (var tokens in day.Usage.TotalTokens.Span)
                {
                    sum += tokens;
                }
            }
        }

        return sum;
    }

    public BoardQuery RandomQuery(Random random, DayRange window)
    {
        var origin = Origins[random.Next(Origins.Length)];
        var filter = random.Next(5) switch
        {
            0 => UsageFilter.All,
            1 => new UsageFilter(Agent: origin.Agent),
            2 => new UsageFilter(Provider: origin.Provider),
            3 => new UsageFilter(Model: origin.Model),
            _ => new UsageFilter(origin.Agent, origin.Provider, origin.Model),
        };
        var board = BoardNames.All[random.Next(BoardNames.All.Count)];
        var team = random.Next(3) == 0 ? Roster.Teams[random.Next(Teams)].Id : null;
        var subject = random.Next(4) == 0 ? BoardSubject.Team : BoardSubject.Person;
        return new(board, window, subject, filter, team, 250);
    }

    // Everybody gives signals and gets edits accepted with one agent a day: what the boards of the game add up besides tokens.
    private void AddActs(CubeWriter writer, DateOnly day)
    {
        var agent = Cube.Agents.NumberOf("claude-code");
        Cube.Agents.SawSignal(agent);
        var noon = new DateTimeOffset(day, new(12, 0), TimeSpan.Zero).ToUnixTimeMilliseconds();
        for (var identity = 1; identity <= _people; identity++)
        {
            var hash = Mix((ulong)identity, (ulong)day.DayNumber);
            var cells = default(ActivityCells);
            cells[ActivityCell.Prompts] = (long)(hash % 12);
            cells[ActivityCell.HumanSignals] = (long)(hash % 12) + 3;
            cells[ActivityCell.EditsAccepted] = (long)((hash >> 8) % 40);
            cells[ActivityCell.Commits] = (long)((hash >> 16) % 4);
            cells.SawHuman(noon);
            cells.SawHuman(noon + (long)(hash % 90) * 60_000);
            writer.Add(day, identity, agent, cells);
        }
    }

    private void Rows(DateOnly day, Action<int, ushort, UsageCells> add)
    {
        for (var identity = 1; identity <= _people; identity++)
        {
            for (var use = 0; use < 3; use++)
            {
                var hash = Mix((ulong)identity * 31 + (ulong)use, (ulong)day.DayNumber);
                var cells = default(UsageCells);
                cells[UsageCell.Requests] = 1 + (long)(hash % 60);
                cells[UsageCell.UncachedInputTokens] = (long)(hash % 9_000);
                cells[UsageCell.CacheReadTokens] = (long)((hash >> 8) % 9_000_000);
                cells[UsageCell.CacheWrite5mTokens] = (long)((hash >> 16) % 300_000);
                cells[UsageCell.OutputTokens] = (long)((hash >> 24) % 60_000);
                cells[UsageCell.ListCostNanoUsd] = (long)((hash >> 4) % 9_000_000_000);
                cells[UsageCell.CacheSavedNanoUsd] = (long)((hash >> 6) % 9_000_000_000);
                add(identity, _dimensions[(identity + use) % _dimensions.Length], cells);
            }
        }
    }

    private static Roster MakeRoster(int people)
    {
        var today = new DateOnly(2026, 11, 21);
        return new(
            1,
            [.. Enumerable.Range(0, people).Select(i => new RosterPerson(
                $"p{i}", $"Person {i}", i % 10 == 9 ? Participation.No : Participation.Named, 5, today.AddMonths(-14)))],
            [.. Enumerable.Range(0, Teams).Select(static i => new RosterTeam($"t{i}", $"Team {i}", i < 20 ? -1 : i % 20))],
            [.. Enumerable.Range(0, people).Select(static i => new IdentityLink(i + 1, i, DateOnly.MinValue, DateOnly.MaxValue))],
            // One in a hundred moved last month, so that dated membership is in every figure.
            [.. Enumerable.Range(0, people).SelectMany(i => i % 100 == 0
                ? new[]
                {
                    new TeamMembership(i, i % Teams, DateOnly.MinValue, today.AddDays(-17)),
                    new TeamMembership(i, (i + 1) % Teams, today.AddDays(-17), DateOnly.MaxValue),
                }
                : [new TeamMembership(i, i % Teams, DateOnly.MinValue, DateOnly.MaxValue)])]);
    }

    private static ulong Mix(ulong a, ulong b)
    {
        unchecked
        {
            var x = (a * 0x9E3779B97F4A7C15UL) ^ (b * 0xD6E8FEB86659FD93UL);
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            return x ^ (x >> 27);
        }
    }
}
