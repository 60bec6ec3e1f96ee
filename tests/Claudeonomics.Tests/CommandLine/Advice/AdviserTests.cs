using static Claudeonomics.Tests.CommandLine.Advice.History;

namespace Claudeonomics.Tests.CommandLine.Advice;

public sealed class AdviserTests
{
    private const string App = "/home/dev/app";

    [Fact]
    public void Advise_CallsBeyondTheLimit_SaveTheReadsBeyondIt() => Assert.Equal(
        [$"context-bloat $0.035 2 calls 1 conversations 11-21..11-22 unpriced 0 [] c1 {App} 11-22 1 $0.025, c1 {App} 11-21 1 $0.01"],
        new History()
            .Call("2026-11-21 10:00", Tokens(read: 90_000, write1h: 10_000, output: 600))
            .Call("2026-11-21 10:01", Tokens(read: 100_000, write1h: 20_000, output: 600))
            .Call("2026-11-22 10:02", Tokens(read: 120_000, write1h: 30_000, output: 600))
            .Lines()[..1]);

    [Fact]
    public void Advise_ALongContextThatWasNotRead_SavesNothing() =>
        Assert.Empty(new History().Call("2026-11-21 10:00", Tokens(input: 150_000, write1h: 50_000, output: 600)).Lines());

    [Fact]
    public void Advise_ACallInADearerTier_SavesTheTierToo() => Assert.Equal(
        // 250,000 read at $1 and 1,000 written out at $37.50 a million, against 100,000 at $0.50 and the same at $25.
        [$"context-bloat $0.2125 1 calls 1 conversations 02-01..02-01 unpriced 0 [] c1 {App} 02-01 1 $0.2125"],
        new History().Call("2026-02-01 10:00", Tokens(read: 250_000, output: 1_000)).Lines());

    [Theory]
    [InlineData("10:05:00", 0)]
    [InlineData("10:05:01", 1)]
    public void Advise_APauseLongerThanFiveMinutes_LosesWhatWasCached(string then, int expected)
    {
        var lines = new History()
            .Call("2026-11-21 10:00", Tokens(read: 30_000, write5m: 10_000, output: 600))
            .Call($"2026-11-21 {then}", Tokens(read: 10_000, write5m: 35_000, output: 600))
            .Lines();

        // 30,000 of the 40,000 were not read: at $6.25 instead of $0.50 a million.
        string[] all = [$"cache-lost-to-pauses $0.1725 1 calls 1 conversations 11-21..11-21 unpriced 0 [] c1 {App} 11-21 1 $0.1725"];
        Assert.Equal(all[..expected], lines);
    }

    [Theory]
    [InlineData("10:59", 0)]
    [InlineData("11:01", 1)]
    public void Advise_WritesForAnHourOrUnknown_LiveAnHour(string then, int expected)
    {
        foreach (var first in new[] { Tokens(write1h: 40_000, output: 600), Tokens(unknown: 40_000, output: 600) })
        {
            var lines = new History().Call("2026-11-21 10:00", first).Call($"2026-11-21 {then}", Tokens(write1h: 40_000, output: 600)).Lines();

            string[] all = [$"cache-lost-to-pauses $0.38 1 calls 1 conversations 11-21..11-21 unpriced 0 [] c1 {App} 11-21 1 $0.38"];
            Assert.Equal(all[..expected], lines);
        }
    }

    [Fact]
    public void Advise_AContextThatShrankInThePause_WasCompactedAndLostNothing() => Assert.Empty(
        new History()
            .Call("2026-11-21 10:00", Tokens(read: 80_000, write5m: 10_000, output: 600))
            .Call("2026-11-21 12:00", Tokens(write5m: 25_000, output: 600))
            .Lines());

    [Fact]
    public void Advise_CachesOfOtherFilesModelsAndConversations_AreNotTheirs() => Assert.Empty(
        new History()
            .Call("2026-11-21 10:00", Tokens(write5m: 40_000, output: 600))
            .Call("2026-11-21 12:00", Tokens(write5m: 41_000, output: 600), conversation: "c2")
            .Call("2026-11-21 12:01", Tokens(write5m: 42_000, output: 600), model: "claude-sonnet-4-6")
            .Call("2026-11-21 12:02", Tokens(write5m: 43_000, output: 600), file: 1)
            .Lines());

    [Fact]
    public void Advise_ACacheFromBeforeTheDaysAskedFor_IsKnown()
    {
        var history = new History()
            .Call("2026-11-20 10:00", Tokens(write5m: 40_000, output: 600))
            .Call("2026-11-21 10:00", Tokens(write5m: 40_000, output: 600))
            .Call("2026-11-22 10:00", Tokens(write5m: 40_000, output: 600));

        Assert.Equal(
            [$"cache-lost-to-pauses $0.46 2 calls 1 conversations 11-21..11-22 unpriced 0 [] c1 {App} 11-21 1 $0.23, c1 {App} 11-22 1 $0.23"], history.Lines());
        Assert.Equal([$"cache-lost-to-pauses $0.23 1 calls 1 conversations 11-22..11-22 unpriced 0 [] c1 {App} 11-22 1 $0.23"], history.Lines("2026-11-22"));
        Assert.Empty(history.Lines("2026-11-23"));
    }

    [Fact]
    public void Advise_ConversationsOfTinyAnswers_CostTheSmallModelInstead() => Assert.Equal(
        // Opus: 2,000 in at $5 and 40 out at $25; GPT: 1,000 at $2.50 and 100 at $15. Small: $1 and $5; $0.75 and $4.50.
        [$"dear-model-for-tiny-answers $0.0116 3 calls 2 conversations 11-21..11-22 unpriced 0 [claude-haiku-4-5 gpt-5.4-mini] c1 {App} 11-21 2 $0.0088, c2 {App} 11-22 1 $0.0028"],
        new History()
            .Call("2026-11-21 10:00", Tokens(input: 1_000, output: 20))
            .Call("2026-11-21 10:01", Tokens(input: 1_000, output: 20))
            .Call("2026-11-22 10:00", Tokens(input: 1_000, output: 100), conversation: "c2", model: "gpt-5.4", file: 1, agent: "codex")
            .Lines());

    [Fact]
    public void Advise_AnswersThatAreNotTinyOrNotKnown_AreLeftAlone() => Assert.Empty(
        new History()
            .Call("2026-11-21 10:00", Tokens(input: 1_000, output: 450), "long")
            .Call("2026-11-21 10:01", Tokens(input: 1_000, output: 51), "long")
            .Call("2026-11-21 10:02", Tokens(input: 1_000, output: 5), "partial", isPartial: true)
            .Call("2026-11-21 10:03", Tokens(input: 200_001, output: 5), "large")
            .Call("2026-11-21 10:04", Tokens(input: 1_000, output: 5), "small", "claude-haiku-4-5")
            .Call("2026-11-21 10:05", Tokens(input: 1_000, output: 5), "nobody", "llama-local")
            .Lines());

    [Fact]
    public void Advise_CallsWithoutAPrice_AreLeftOutAndCounted() => Assert.Equal(
        [$"context-bloat $0.025 1 calls 1 conversations 11-21..11-21 unpriced 2 [] c1 {App} 11-21 1 $0.025"],
        new History()
            .Call("2026-11-21 10:00", Tokens(read: 150_000, output: 600))
            .Call("2026-11-21 10:01", Tokens(read: 150_000, output: 600), model: "llama-local")
            .Call("2026-11-21 10:02", Tokens(read: 150_000, output: 600), model: "llama-local")
            .Lines());

    [Fact]
    public void Advise_SumsAndCallsWithoutATime_AreLeftOut() => Assert.Empty(
        new History()
            .Call("2026-11-21 10:00", Tokens(read: 150_000, output: 600), isSum: true)
            .Call(null, Tokens(read: 150_000, output: 600))
            .Lines());

    [Fact]
    public void Advise_CopiesOfACall_CountOnce() => Assert.Equal(
        [$"context-bloat $0.025 1 calls 1 conversations 11-21..11-21 unpriced 0 [] c1 {App} 11-21 1 $0.025"],
        new History()
            .Call("2026-11-21 10:00", Tokens(read: 150_000, output: 5), id: "one")
            .Call("2026-11-21 10:00", Tokens(read: 150_000, output: 600), id: "one")
            .Call("2026-11-21 10:00", Tokens(read: 150_000, output: 600), id: "one", file: 1)
            .Lines());

    [Fact]
    public void Advise_LessThanAHundredthOfWhatWasSpent_IsNotWorthALine() => Assert.Empty(
        new History()
            .Call("2026-11-21 10:00", Tokens(read: 101_000, output: 600))
            .Call("2026-11-21 10:01", Tokens(input: 50_000, output: 1_000), "other")
            .Lines());

    [Fact]
    public void Advise_ManyConversations_NamesThoseThatWouldSaveMost()
    {
        var history = new History();
        for (var number = 1; number <= 5; number++)
        {
            history.Call("2026-11-21 10:00", Tokens(read: 100_000 + (number * 10_000), output: 600), $"c{number}");
        }

        Assert.Equal(
            [$"context-bloat $0.075 5 calls 5 conversations 11-21..11-21 unpriced 0 [] c5 {App} 11-21 1 $0.025, c4 {App} 11-21 1 $0.02, c3 {App} 11-21 1 $0.015"],
            history.Lines());
    }

    [Fact]
    public void Advise_Nothing_AdvisesNothing() => Assert.Empty(new History().Advise());
}
