using Claudeonomics.Cli.Advice;
using Claudeonomics.Cli.Terminal;
using static Claudeonomics.Tests.CommandLine.Advice.History;

namespace Claudeonomics.Tests.CommandLine.Advice;

public sealed class AdviceTextTests
{
    [Fact]
    public void Write_AnItem_SaysWhatWhereAndHowItWasReckoned() => Assert.Equal(
        """

        What would have cost less. Each is an estimate at list prices by itself: together they
        come to less than their sum.
           $0.03  long contexts: 1 call of 1 conversation, 2026-11-21
                  Each call reads its whole context again: clear or compact before it passes
                  100k tokens.
                  Most: $0.03 on 2026-11-21 in app (0123abcd…).
                  Estimate: cache reads beyond 100k tokens of each call; what compacting costs
                  is not taken off. 1 more call without a price is left out.

        """, Written(88));

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(200)]
    public void Write_AnyWidth_FitsIt(int width) =>
        Assert.All(Written(width).Split('\n'), line => Assert.InRange(Columns.WidthOf(line), 0, width));

    [Fact]
    public void Write_NoAdvice_WritesNothing()
    {
        using var text = new StringWriter();
        AdviceText.Write([], text, new Screen(80, HasColor: true, IsTerminal: true));
        Assert.Empty(text.ToString());
    }

    private static string Written(int width)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var advice = new History()
            .Call("2026-11-21 10:00", Tokens(read: 150_000, output: 600), "0123abcd-0000-4000-8000-000000000000")
            .Call("2026-11-21 10:01", Tokens(read: 150_000, output: 600), model: "llama-local")
            .Advise();
        AdviceText.Write(advice, text, new Screen(width, HasColor: false, IsTerminal: false));
        return text.ToString();
    }
}
