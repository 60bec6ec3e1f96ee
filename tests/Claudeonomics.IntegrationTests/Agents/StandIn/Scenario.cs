using Claudeonomics.Core.Usage;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

/// <summary>What the model does with its turn, in words that every agent has a tool for.</summary>
internal abstract record Act
{
    /// <summary>Answers with text, which ends the agent's run.</summary>
    public sealed record Say(string Text) : Act;

    /// <summary>Has the agent write a file, named relative to its work folder.</summary>
    public sealed record WriteFile(string Name, string Text) : Act;

    /// <summary>Has the agent run a command in its work folder.</summary>
    public sealed record RunShell(string Command) : Act;

    /// <summary>Has Claude Code ask a sub-agent that runs on another model (<c>haiku</c>); the next step is the sub-agent's.</summary>
    public sealed record Delegate(string Prompt, string Model) : Act;
}

/// <summary>One scripted answer of the model.</summary>
/// <param name="Usage">What the answer says it cost. Each API renders it in its own, overlapping or disjoint, terms;
/// buckets that an API does not have must be 0.</param>
internal sealed record Step(TokenUsage Usage, Act Act)
{
    /// <summary>The part of <see cref="TokenUsage.UncachedInputTokens"/> that Gemini reports apart, as <c>toolUsePromptTokenCount</c>.</summary>
    public long ToolInputTokens { get; init; }
}

/// <summary>The model's side of a conversation: each call of the main thread takes the next step.</summary>
internal sealed record Scenario(IReadOnlyList<Step> Steps)
{
    /// <summary>Stands in everything that is content (prompt, answer, file name, command), so that a test can look for what leaked.</summary>
    public const string Canary = "canary-otter";

    /// <summary>What calls cost that are not of the main thread: titles, summaries, checks.</summary>
    public TokenUsage AuxiliaryUsage { get; init; } = new(7, 0, 0, 0, 0, 3, 0);

    /// <summary>A file is written, committed and reported, in Anthropic's terms: both cache lifetimes, no reasoning told apart.</summary>
    public static Scenario ForAnthropic { get; } = WriteAndCommit(
        new(12, 0, 6_000, 800, 0, 90, 0), new(9, 6_800, 310, 0, 0, 70, 0), new(3, 7_110, 45, 0, 0, 40, 0));

    /// <summary>The same in terms of OpenAI's Responses: cache writes of unknown lifetime, reasoning inside the output.</summary>
    public static Scenario ForOpenAiResponses { get; } = WriteAndCommit(
        new(136, 0, 0, 0, 4_864, 250, 64), new(36, 4_864, 0, 0, 384, 91, 17), new(133, 5_248, 0, 0, 0, 33, 0));

    /// <summary>The same in terms of OpenAI's older Chat Completions: no cache writes.</summary>
    public static Scenario ForOpenAiChat { get; } = WriteAndCommit(
        new(5_000, 0, 0, 0, 0, 250, 64), new(420, 4_864, 0, 0, 0, 91, 17), new(133, 5_248, 0, 0, 0, 33, 0));

    /// <summary>The same in Gemini's terms: no cache writes, and tokens of tool results apart from the prompt.</summary>
    public static Scenario ForGemini { get; } = WriteAndCommit(
        new(5_000, 0, 0, 0, 0, 250, 64), new(420, 4_864, 0, 0, 0, 91, 17), new(133, 5_248, 0, 0, 0, 33, 0), toolInputTokens: 20);

    /// <summary>Anthropic's: the main thread asks a sub-agent on another model, within one conversation.</summary>
    public static Scenario WithSubAgent { get; } = new(
    [
        new(new(15, 0, 5_000, 0, 0, 60, 0), new Act.Delegate($"Find the {Canary}.", "haiku")),
        new(new(8, 0, 2_000, 0, 0, 30, 0), new Act.Say($"No {Canary} here.")),
        new(new(4, 5_000, 120, 0, 0, 25, 0), new Act.Say($"There is no {Canary}.")),
    ]);

    private static Scenario WriteAndCommit(TokenUsage first, TokenUsage second, TokenUsage third, long toolInputTokens = 0) => new(
    [
        new(first, new Act.WriteFile(Canary + ".txt", "hello\nworld\n")),
        new(second, new Act.RunShell($"git add -A && git commit -q -m 'Add {Canary}'")) { ToolInputTokens = toolInputTokens },
        new(third, new Act.Say($"The {Canary} is there.")),
    ]);
}
