using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Cube;

/// <summary>A cube and the plain one, given the same changes of chance; and questions and rosters of chance.</summary>
/// <remarks>Days run over four months, of which those before <see cref="HotFrom"/> leave memory now and then.</remarks>
internal sealed class CubeHistory : IDisposable
{
    private const int Identities = 18;
    private const int People = 10;
    private const int Teams = 5;
    private static readonly DateOnly First = new(2026, 7, 20);
    private static readonly string[] Agents = ["claude-code", "codex", "copilot"];

    // Over midnight, where clocks change within the four months; within a day, where they never do; and none.
    private static readonly QuietHours?[] Quiet =
    [
        QuietHours.Find("22:00-06:30", TimeZoneInfo.FindSystemTimeZoneById("America/New_York")),
        QuietHours.Find("12:15-13:15", TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata")), null, null,
    ];

    private readonly Random _random;
    private readonly UsageDimension[] _dimensions;
    private DateOnly _today = First;

    public CubeHistory(int seed)
    {
        _random = new Random(seed);
        Cube = new UsageCube(Plain);
        Plain.NumberOf = Cube.Dimensions.NumberOf;
        _dimensions = [.. Enumerable.Range(0, 14).Select(_ => Dimension()).Distinct()];
        Roster = NewRoster(1);
    }

    public PlainCube Plain { get; } = new();

    public UsageCube Cube { get; }

    public Roster Roster { get; private set; }

    public bool IsOver => _today > First.AddDays(130);

    public void Dispose() => Cube.Dispose();

    /// <summary>Some days go by, with calls that come late and calls that are taken back.</summary>
    public void GoOn()
    {
        _today = _today.AddDays(_random.Next(1, 12));
        Cube.Write(writer =>
        {
            for (var i = _random.Next(400); i > 0; i--)
            {
                Change(writer, DayInMemory(), _random.Next(Identities));
            }

            if (_random.Next(3) == 0)
            {
                writer.SettleBefore(_today.AddDays(-1));
            }
        });
        if (_random.Next(3) == 0)
        {
            var hotFrom = _today.AddDays(-_random.Next(40, 63));
            hotFrom = hotFrom > Plain.HotFrom ? hotFrom : Plain.HotFrom;
            Cube.Write(writer => writer.Retire(hotFrom));
            Plain.HotFrom = hotFrom;
        }

        if (_random.Next(3) == 0)
        {
            Roster = NewRoster(Roster.Version + 1);
        }
    }

    public DayRange Window()
    {
        switch (_random.Next(4))
        {
            case 0:
                return DayRange.LastDays(_today, _random.Next(1, 63));
            case 1:
                return DayRange.MonthOf(First.AddDays(_random.Next(140)));
            case 2:
                return new(new(2026, 1, 1), _today.AddDays(1));
            default:
                var start = First.AddDays(_random.Next(-10, 140));
                return new(start, start.AddDays(_random.Next(1, 90)));
        }
    }

    public UsageFilter Filter()
    {
        var of = _dimensions[_random.Next(_dimensions.Length)];
        return _random.Next(6) switch
        {
            0 => new(Agent: of.Agent),
            1 => new(Provider: of.Provider),
            2 => new(Model: of.Model),
            3 => new(of.Agent, of.Provider, of.Model),
            4 => new(Model: "a-model-nobody-used"),
            _ => UsageFilter.All,
        };
    }

    /// <summary>People or teams or spans, of the company or of a team's subtree.</summary>
    public BoardScope Scope()
    {
        var scopes = new RosterScopes(Roster);
        var root = _random.Next(2) == 0 ? RosterScopes.Company : _random.Next(Teams);
        return _random.Next(3) switch { 0 => scopes.Under(root).Teams, 1 => scopes.Under(root).Spans, _ => scopes.Under(root).People };
    }

    private DateOnly DayInMemory()
    {
        // Mostly lately, and now and then late.
        var day = _today.AddDays(-_random.Next(_random.Next(4) == 0 ? 60 : 4));
        return day < Plain.HotFrom ? Plain.HotFrom : day < First ? First : day;
    }

    private void Change(CubeWriter writer, DateOnly day, int identity)
    {
        switch (_random.Next(6))
        {
            case 0:
                TakeBack(writer, day);
                break;
            case 1:
                Supervise(writer, day, identity);
                break;
            case 2:
                Act(writer, day, identity);
                break;
            default:
                var dimension = _dimensions[_random.Next(_dimensions.Length)];
                var cells = Cells(dimension);
                writer.Add(day, identity, Cube.Dimensions.NumberOf(dimension), cells);
                Plain.Add(day, identity, dimension, cells);
                break;
        }
    }

    // As the fold does when a better copy of a call arrives: everything of a row, or a part that stays at or above zero.
    private void TakeBack(CubeWriter writer, DateOnly day)
    {
        var rows = Plain.Usage.Where(row => row.Day == day && !row.Cells.IsZero).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var (_, identity, dimension, cells) = rows[_random.Next(rows.Count)];
        var share = _random.Next(1, 4);
        for (var i = 0; i < UsageCells.Count; i++)
        {
            cells[i] = -(cells[i] / share);
        }

        writer.Add(day, identity, Cube.Dimensions.NumberOf(dimension), cells);
        Plain.Add(day, identity, dimension, cells);
    }

    // Few beginnings, so that stretches grow; now and then one is taken back, as when an earlier signal arrives late.
    private void Supervise(CubeWriter writer, DateOnly day, int identity)
    {
        var conversation = (ulong)_random.Next(1, 40);
        var startMs = new DateTimeOffset(day, new TimeOnly(_random.Next(24), 15 * _random.Next(2)), TimeSpan.Zero).ToUnixTimeMilliseconds();
        var ms = 60_000 * _random.Next(1, 120);
        Add(startMs, ms);
        if (_random.Next(4) == 0)
        {
            Add(startMs, -ms);
            Add(startMs - (60_000 * _random.Next(1, 30)), ms);
        }

        void Add(long start, int change)
        {
            writer.AddSupervised(identity, conversation, new(day.DayNumber, start, change));
            Plain.AddSupervised(day, identity, conversation, start, change);
        }
    }

    private void Act(CubeWriter writer, DateOnly day, int identity)
    {
        var agent = Agents[_random.Next(Agents.Length)];
        var number = Cube.Agents.NumberOf(agent);
        var cells = default(ActivityCells);
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            var at = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddMinutes(_random.Next(24 * 60)).ToUnixTimeMilliseconds();
            if (agent != "copilot" && _random.Next(2) == 0)
            {
                cells[ActivityCell.HumanSignals]++;
                cells[_random.Next(2) == 0 ? ActivityCell.Prompts : ActivityCell.EditsAccepted]++;
                cells[(ActivityCell)_random.Next((int)ActivityCell.EditsRejected, (int)ActivityCell.ReportedCalls)] += _random.Next(90_000);
                cells.SawHuman(at);
                if (cells[ActivityCell.EditsAccepted] > 0)
                {
                    cells.SawAct(at);
                }

                Cube.Agents.SawSignal(number);
                Plain.SawSignal(agent);
            }
            else
            {
                cells[ActivityCell.ReportedCalls]++;
                cells.Contexts[ActivityCells.ContextBucket(_random.Next(1_200_000))]++;
                cells.SawCall(at);
            }
        }

        writer.Add(day, identity, number, cells);
        Plain.Add(day, identity, agent, cells);
    }

    private UsageCells Cells(UsageDimension dimension)
    {
        var cells = default(UsageCells);
        cells[UsageCell.Requests] = _random.Next(dimension.Source is Source.OtlpCounter ? 1 : 9);
        for (var cell = UsageCell.UncachedInputTokens; cell <= UsageCell.OutputTokens; cell++)
        {
            cells[cell] = _random.Next(3) == 0 ? 0 : _random.NextInt64(1_000_000_000);
        }

        cells[UsageCell.ReasoningTokens] = _random.NextInt64(cells[UsageCell.OutputTokens] + 1);

        if (dimension.PriceClass.IsPriced)
        {
            cells[UsageCell.ListCostNanoUsd] = _random.NextInt64(1_000_000_000_000);
            cells[UsageCell.CostSpreadNanoUsd] = _random.NextInt64(1_000_000);
            cells[UsageCell.CacheSavedNanoUsd] = _random.NextInt64(-1_000_000_000, 1_000_000_000_000);
        }
        else
        {
            cells[UsageCell.UnpricedTokens] = cells.TotalTokens;
        }

        return cells;
    }

    private UsageDimension Dimension()
    {
        var (provider, model) = _random.Next(4) switch
        {
            0 => ("anthropic", "claude-opus-4-6"),
            1 => ("aws.bedrock", "claude-opus-4-6"),
            2 => ("openai", "gpt-5"),
            _ => ("internal", "house-model"),
        };
        return new(
            Agents[_random.Next(Agents.Length)], provider, model,
            provider == "internal" ? PriceClass.Unpriced(default) : new((ContextTier)_random.Next(2), default, "book-1"),
            new((Who)_random.Next(2), (Evidence)_random.Next(3)), _random.Next(2) == 0 ? Source.OtlpEvent : Source.OtlpCounter);
    }

    // Identities of nobody, identities that change hands, people without a team and people who move.
    private Roster NewRoster(long version)
    {
        var people = Enumerable.Range(0, People).Select(i => new RosterPerson(
            $"p{i}", $"Person {i}", (Participation)Math.Min(3, _random.Next(6)), 5, First, Quiet: Quiet[_random.Next(Quiet.Length)])).ToList();
        var teams = Enumerable.Range(0, Teams).Select(i => new RosterTeam($"t{i}", $"Team {i}", i < 2 ? -1 : _random.Next(-1, i))).ToList();
        var links = new List<IdentityLink>();
        for (var identity = 0; identity < Identities; identity++)
        {
            links.AddRange(Spans().Select(span => new IdentityLink(identity, _random.Next(People), span.From, span.Until)));
        }

        var memberships = new List<TeamMembership>();
        for (var person = 0; person < People; person++)
        {
            memberships.AddRange(Spans().Select(span => new TeamMembership(person, _random.Next(Teams), span.From, span.Until)));
        }

        return new(version, people, teams, links, memberships);
    }

    // None, one that is always, or up to three that follow one another, with gaps.
    private List<(DateOnly From, DateOnly Until)> Spans()
    {
        switch (_random.Next(4))
        {
            case 0:
                return [];
            case 1:
                return [(DateOnly.MinValue, DateOnly.MaxValue)];
            default:
                var spans = new List<(DateOnly, DateOnly)>();
                var from = _random.Next(2) == 0 ? DateOnly.MinValue : First.AddDays(_random.Next(60));
                var until = First.AddDays(_random.Next(20, 90));
                while (spans.Count < 3 && from < until)
                {
                    spans.Add((from, until));
                    if (until == DateOnly.MaxValue)
                    {
                        break;
                    }

                    from = until.AddDays(_random.Next(10));
                    until = _random.Next(2) == 0 ? DateOnly.MaxValue : from.AddDays(_random.Next(30));
                }

                return spans;
        }
    }
}
