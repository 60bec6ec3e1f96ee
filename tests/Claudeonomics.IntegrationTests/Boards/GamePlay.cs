using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;

namespace Claudeonomics.IntegrationTests.Boards;

/// <summary>What tests of seasons and leagues do with a server.</summary>
internal static class GamePlay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>One call of so many input tokens.</summary>
    public static async Task UseAsync(this RunningServer server, int identity, DateTimeOffset at, long input)
    {
        var facts = new FactBatch();
        facts.Add(new UsageEvent
        {
            Identity = identity,
            Who = Who.Known,
            Source = Source.OtlpEvent,
            AtUnixMs = at.ToUnixTimeMilliseconds(),
            Conversation = (ulong)identity,
            Request = (ulong)(at.ToUnixTimeSeconds() + identity),
            Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
            Usage = new(uncachedInputTokens: input, 0, 0, 0, 0, 0, reasoningTokens: 0),
        });
        await server.AppendAsync(facts);
    }

    /// <summary>Rosters, boards and seasons are a moment behind.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        var until = DateTimeOffset.UtcNow + Patience;
        while (!await isSo() && DateTimeOffset.UtcNow < until)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(await isSo());
    }
}
