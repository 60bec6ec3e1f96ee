namespace Claudeonomics.IntegrationTests.Agents.EndToEnd;

/// <summary>
/// Real agents, the real server, every path: what it answers is what the models' side handed out, after everything was sent twice and
/// after a power cut too. What an agent's telemetry cannot tell is written down in <see cref="Reporter"/>.
/// </summary>
public sealed class CountedExactlyTests(ReportingCompany company) : IClassFixture<ReportingCompany>
{
    public static TheoryData<string> Names => ReportingCompany.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Report_Calls_AreOnTheBoardAsHandedOut(string name)
    {
        var outcome = company.Of(name);
        var total = Totals.Sum(outcome.Conversations.Select(outcome.Reporter.Expected));
        Assert.All(Enum.GetValues<Step>(), step => Assert.Equal(total, outcome.Answers[step].Board));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Report_Calls_AreInOnesOwnUsageByModelAndConversation(string name)
    {
        var outcome = company.Of(name);
        var conversations = outcome.Conversations.Select(outcome.Reporter.Expected).Where(calls => !calls.Equals(Totals.None)).ToList();
        Assert.All(Enum.GetValues<Step>(), step =>
        {
            var account = outcome.Answers[step].Account;
            Assert.Equal(Totals.Sum(conversations), account.ByModel);
            Assert.Equal(Ordered(conversations), Ordered(account.ByConversation.Values));
            Assert.Equal(outcome.Answers[Step.Once].Account.ByConversation.Keys.Order(), account.ByConversation.Keys.Order());
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Report_WhatWasDoneBesides_IsCountedOnce(string name)
    {
        var outcome = company.Of(name);
        var once = outcome.Answers[Step.Once].Account.Activity;
        var expected = Enumerable.Repeat(outcome.Reporter.Activity, outcome.Reporter.Conversations).Aggregate((sum, one) => sum + one);
        // How long it took differs from run to run, not from step to step.
        Assert.All(Enum.GetValues<Step>(), step =>
            Assert.Equal(expected with { AgentActiveSeconds = once.AgentActiveSeconds }, outcome.Answers[step].Account.Activity));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Report_Bodies_AreTakenWhole(string name)
    {
        var outcome = company.Of(name);
        Assert.Equal(outcome.Reporter.Route == Route.Relayed, outcome.Posts.Count > 0);
        Assert.Equal(outcome.Reporter.Rejected.Length > 0, outcome.Refusals.Count > 0);
        Assert.All(outcome.Refusals, refusal => Assert.Contains(outcome.Reporter.Rejected, refusal, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Ordered(IEnumerable<Totals> conversations) =>
        conversations.Select(conversation => conversation.ToString()).Order(StringComparer.Ordinal);
}
