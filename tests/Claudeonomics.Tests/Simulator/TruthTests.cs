using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Truth;

namespace Claudeonomics.Tests.Simulator;

public sealed class TruthTests
{
    private static readonly CompanyCalendar Utc = new(TimeZoneInfo.Utc);

    [Fact]
    public void Add_WholeStream_EqualsARecountOfTheFactsWithoutRepetitions()
    {
        var company = Simulated.Company(40);
        var (facts, truth) = (new FactBatch(), new TruthBook(company.People.Count, Utc));
        var writer = Simulated.Writer(company);
        var stream = Simulated.Stream(company, 2);
        while (stream.TryRead(out var export))
        {
            writer.Write(export, facts);
            truth.Add(export);
        }

        var calls = facts.Calls.ToArray().DistinctBy(call => (call.Identity, call.Conversation, call.Key)).ToArray();
        var signals = facts.Signals.ToArray().DistinctBy(signal => (signal.Identity, signal.Conversation, signal.Key)).ToArray();
        Assert.NotEqual(facts.Calls.Length, calls.Length);
        Assert.Equal(
            calls.CountBy(call => call.Identity - 1).ToDictionary(),
            truth.People.Index().Where(person => person.Item.Requests > 0).ToDictionary(person => person.Index, person => (int)person.Item.Requests));
        Assert.Equal(
            calls.Aggregate(default(TokenUsage), (sum, call) => sum + call.Usage), WithoutLifetimes(truth.Total.Tokens));
        Assert.Equal(signals.Length, truth.Total.Signals);
        Assert.Equal(
            calls.GroupBy(call => (call.Identity - 1, Utc.DayOf(call.AtUnixMs), call.Origin, call.Conversation))
                .Select(cell => (cell.Key.Item1, cell.Key.Item2, cell.Key.Origin.Model, cell.LongCount(), cell.Sum(call => call.Usage.TotalTokens)))
                .Order(),
            truth.Cells.Select(cell => (cell.Key.Person, cell.Key.Day, cell.Key.Origin.Model, cell.Value.Requests, cell.Value.Tokens.TotalTokens))
                .Order());
    }

    [Fact]
    public void Add_Cells_AddUpToPeople()
    {
        var company = Simulated.Company(20);
        var truth = new TruthBook(company.People.Count, Utc);
        var stream = Simulated.Stream(company, 1);
        while (stream.TryRead(out var export))
        {
            truth.Add(export);
        }

        Assert.Equal(
            truth.Total with { Signals = 0 },
            truth.Cells.Values.Aggregate(default(TruthSums), (sum, cell) => sum + cell));
    }

    // Claude Code's cost tells how long its cache writes lived: the price book finds the truth again from what telemetry says.
    [Fact]
    public void ReportedCost_OfEveryClaudeCall_SolvesToTheTrueLifetimes()
    {
        var company = Simulated.Company(60);
        var calculator = new CostCalculator(PriceBook.Embedded);
        var stream = Simulated.Stream(company, 1);
        var priced = 0;
        while (stream.TryRead(out var export))
        {
            foreach (ref readonly var act in export.Acts)
            {
                if (act.Kind is ActKind.Call && export.Agent is AgentKind.ClaudeCode)
                {
                    var price = calculator.Price(act.Origin, default, act.Reported, act.AtUnixMs, act.CostMicros, 0);
                    Assert.Equal(ReportedCost.Agrees, price.ReportedCost);
                    Assert.InRange(price.Usage.CacheWriteUnknownTokens, 0, 1);
                    Assert.InRange(act.Truth.CacheWrite1hTokens - price.Usage.CacheWrite1hTokens, 0, 1);
                    priced++;
                }
            }
        }

        Assert.InRange(priced, 1_000, 1_000_000);
    }

    [Fact]
    public void Price_OfEveryModelButTheCompanysOwn_IsInThePriceBook()
    {
        var at = new DateTimeOffset(Simulated.LastDay, TimeOnly.MinValue, TimeSpan.Zero);

        Assert.Equal(
            ["internal-coder-2"],
            AgentModel.All.Append(AgentModel.Helper)
                .Where(model => PriceBook.Embedded.Quote(ModelName.Of(model.Origin), default, at) is null)
                .Select(model => model.Origin.Model));
    }

    private static TokenUsage WithoutLifetimes(TokenUsage usage) => new(
        usage.UncachedInputTokens, usage.CacheReadTokens, 0, 0, usage.CacheWriteTokens, usage.OutputTokens, usage.ReasoningTokens);
}
