using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Advice;

/// <summary>A call as advice looks at it.</summary>
/// <param name="AtUnixMs">When it was answered.</param>
/// <param name="Project">The number of its folder.</param>
/// <param name="IsPartial">Its file may hold less output than was billed.</param>
/// <param name="IsAsked">It is of the days asked for. The others are there for what came before.</param>
internal readonly record struct ThreadCall(long AtUnixMs, CallTraits Traits, TokenUsage Usage, int Project, bool IsPartial, bool IsAsked);

/// <summary>Calls that read one cache: of one file, conversation and model, in the order in which they were answered. A sub-agent has a file of
/// its own, and a cache is a model's own.</summary>
/// <param name="Model">As everybody calls it.</param>
/// <param name="Conversation">Its number.</param>
internal sealed record CallThread(CallOrigin Origin, string Model, int Conversation, ThreadCall[] Calls);

/// <summary>What one call of a thread would have been.</summary>
/// <param name="Call">Its place in the thread.</param>
internal readonly record struct Alternative(int Call, CallOrigin Origin, TokenUsage Usage);

/// <summary>A habit that costs money: finds the calls that it shows in, and what they would have been without it.</summary>
internal interface IHabit
{
    AdviceKind Kind { get; }

    IEnumerable<Alternative> Find(CallThread thread);
}
