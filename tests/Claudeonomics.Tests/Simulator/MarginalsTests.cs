using Claudeonomics.Simulator;
using Claudeonomics.Simulator.Activity;

namespace Claudeonomics.Tests.Simulator;

/// <summary>What was measured, published or inferred about companies, found again in the simulated one.</summary>
public sealed class MarginalsTests(Marginals marginals) : IClassFixture<Marginals>
{
    [Fact]
    public void Tokens_OfEveryHeavyUser_AreWhatTheyAreMeantToBe() =>
        Assert.All(
            marginals.Sample.Where(person => person.MonthlyTokens > 3_000_000_000),
            person => Assert.InRange(marginals.TokensByPerson[person.Ordinal] / (double)person.MonthlyTokens, 0.9, 1.1));

    [Fact]
    public void Tokens_OfAll_AreWhatTheyAreMeantToBe()
    {
        var meant = marginals.Sample.Sum(person => person.MonthlyTokens);

        Assert.Equal(1.0, marginals.TokensByPerson.Values.Sum() / (double)meant, 0.03);
    }

    [Fact]
    public void Requests_HaveTheMeasuredSizes()
    {
        Assert.InRange(marginals.RequestTokens.Average(), 93_000, 103_000);
        Assert.InRange(Marginals.Quantile(marginals.RequestTokens, 0.05), 28_000, 43_000);
        Assert.InRange(Marginals.Quantile(marginals.RequestTokens, 0.50), 84_000, 94_000);
        Assert.InRange(Marginals.Quantile(marginals.RequestTokens, 0.95), 151_000, 330_000);
    }

    [Fact]
    public void Outputs_HaveTheMeasuredSizes()
    {
        Assert.InRange(Marginals.Quantile(marginals.Outputs, 0.50), 229, 290);
        Assert.InRange(marginals.Outputs.Average(), 480, 530);
        Assert.InRange(Marginals.Quantile(marginals.Outputs, 0.95), 1_500, 2_219);
    }

    [Fact]
    public void Buckets_OfClaudeCode_HaveTheMeasuredShares()
    {
        var all = (double)marginals.Claude.TotalTokens;

        Assert.Equal(0.955, marginals.Claude.CacheReadTokens / all, 0.006);
        Assert.Equal(0.040, marginals.Claude.CacheWriteTokens / all, 0.005);
        Assert.Equal(0.0005, marginals.Claude.UncachedInputTokens / all, 0.0001);
        Assert.Equal(0.0050, marginals.Claude.OutputTokens / all, 0.0006);
        Assert.InRange(marginals.Claude.CacheWrite1hTokens / (double)marginals.Claude.CacheWriteTokens, 0.30, 0.55);
    }

    [Fact]
    public void CacheReadShare_OfARequest_HasTheMeasuredQuantiles()
    {
        Assert.Equal(0.72, Marginals.Quantile(marginals.ReadShares, 0.05), 0.10);
        Assert.Equal(0.993, Marginals.Quantile(marginals.ReadShares, 0.50), 0.004);
        Assert.Equal(0.999, Marginals.Quantile(marginals.ReadShares, 0.95), 0.002);
    }

    [Fact]
    public void Sessions_HaveTheMeasuredLengths()
    {
        var calls = marginals.Sessions.Values.Select(session => session.Calls).ToArray();

        // The last session of a day ends when the day's tokens are used up, so light users' are shorter than the measured 46/70/223.
        Assert.InRange(Marginals.Quantile(calls, 0.50), 28, 50);
        Assert.InRange(calls.Average(), 50, 80);
        Assert.InRange(Marginals.Quantile(calls, 0.95), 180, 280);
        var wallMinutes = marginals.Sessions.Values.Select(session => (session.Last - session.First) / 60_000.0).ToArray();
        Assert.InRange(Marginals.Quantile(wallMinutes, 0.50), 14, 40);
        Assert.InRange(Marginals.Quantile(wallMinutes, 0.90), 120, 360);
    }

    [Fact]
    public void Gaps_HaveTheMeasuredQuantiles()
    {
        Assert.InRange(Marginals.Quantile(marginals.GapsMs, 0.50), 6_000, 8_000);
        Assert.InRange(Marginals.Quantile(marginals.GapsMs, 0.75), 10_000, 16_000);
        Assert.InRange(Marginals.Quantile(marginals.GapsMs, 0.90), 45_000, 90_000);
        Assert.InRange(Marginals.Quantile(marginals.GapsMs, 0.95), 150_000, 260_000);
    }

    [Fact]
    public void Agents_HaveTheirSharesOfTheTokens()
    {
        var all = (double)marginals.TokensByAgent.Values.Sum();

        // 150 people, each with a favourite: the shares of so few are only roughly those of all.
        Assert.Equal(0.70, marginals.TokensByAgent["claude-code"] / all, 0.12);
        Assert.Equal(0.15, marginals.TokensByAgent["codex"] / all, 0.10);
        Assert.Equal(0.05, marginals.TokensByAgent["gemini-cli"] / all, 0.05);
        Assert.Equal(0.10, marginals.TokensByAgent["opencode"] / all, 0.08);
        Assert.Equal(5.0 / 70, marginals.HelperTokens / (double)marginals.TokensByAgent["claude-code"], 0.01);
    }

    [Fact]
    public void Catalogue_OfAgentsAndModels_HasTheirShares()
    {
        // Of the tokens of all sessions; Claude Code's helper takes its part of each of its sessions.
        double Share(Func<AgentModel, bool> isSo) => AgentModel.All.Where(isSo)
            .Sum(model => model.SessionsPerMille / 1000.0 * (model.Agent is AgentKind.ClaudeCode ? 1 - AgentModel.HelperShare : 1));

        Assert.Equal(1000, AgentModel.All.Sum(model => model.SessionsPerMille));
        Assert.Equal(0.50, Share(model => model.Origin.Model.Contains("opus", StringComparison.Ordinal)), 0.005);
        Assert.Equal(0.18, Share(model => model.Origin.Model.Contains("sonnet", StringComparison.Ordinal)), 0.005);
        Assert.Equal(0.17, Share(model => model.Origin.Provider == "openai"), 0.005);
        Assert.Equal(0.08, Share(model => model.Origin.Provider == "gcp.gemini"), 0.005);
        Assert.Equal(0.02, Share(model => model.Origin.Provider == "internal"), 0.005);
    }

    [Fact]
    public void Hours_FollowTheMeasuredDayAndTheFlatTenth()
    {
        var measured = CompanyParameters.HourPerMille.ToArray();
        var distance = 0.0;
        for (var hour = 0; hour < 24; hour++)
        {
            var expected = ((1 - CompanyParameters.FlatUnattendedShare) * measured[hour] / measured.Sum(share => share))
                + (CompanyParameters.FlatUnattendedShare / 24);
            distance += Math.Abs(expected - (marginals.CallsByHour[hour] / (double)marginals.Calls)) / 2;
        }

        // Total variation distance. Sessions last hours, which rounds the peaks off.
        Assert.InRange(distance, 0, 0.09);
        Assert.InRange(Enumerable.Range(9, 9).Sum(hour => marginals.CallsByHour[hour]) / (double)marginals.Calls, 0.60, 0.78);
    }

    [Fact]
    public void Weekends_HaveTheMeasuredShare() =>
        Assert.Equal(CompanyParameters.WeekendShare, marginals.WeekendCalls / (double)marginals.Calls, 0.02);

    [Fact]
    public void Acts_ComeAsOftenAsMeasured()
    {
        Assert.InRange(marginals.Calls / (double)marginals.Acts[ActKind.Prompt], 7.0, 10.0);
        Assert.Equal(1.07, marginals.ClaudeResults / (double)marginals.ClaudeAnswers, 0.03);
    }

    [Fact]
    public void Errors_HaveTheirShareTheirKindsAndTheirAttempts()
    {
        var errors = (double)marginals.Acts[ActKind.Error];

        Assert.Equal(0.015, errors / (errors + marginals.Calls), 0.001);
        Assert.Equal(0.60, marginals.Errors.Where(error => error.Key.Status is 429 or 529).Sum(error => error.Value) / errors, 0.02);
        Assert.Equal(0.15, marginals.Errors.Where(error => error.Key.Status == 0).Sum(error => error.Value) / errors, 0.02);
        Assert.Equal(1.3, marginals.Errors.Sum(error => error.Value * error.Key.Attempt) / errors, 0.03);
    }

    [Fact]
    public void Exports_AreResentAndLateAsOftenAsTheyShould()
    {
        Assert.Equal(0.02, marginals.Resends / (double)marginals.Exports, 0.002);
        Assert.Equal(0.01, marginals.LateExports / (double)marginals.Exports, 0.002);
    }

    [Fact]
    public void ActiveDays_FollowTheScore()
    {
        var days = marginals.DaysByPerson.Values.Select(days => days.Count).ToArray();

        Assert.Equal(marginals.Sample.Count(person => person.MonthlyTokens > 0), days.Length);
        Assert.InRange(Marginals.Quantile(days, 0.5), 9, 17);
        Assert.InRange(Marginals.Quantile(days, 0.9), 20, 30);
    }
}
