using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Advice;

/// <summary>A call as advice looks at it.</summary>
/// <param name="AtUnixMs">When it was answered.</param>
/// <param name="IsPartial">Its source may hold less output than was billed.</param>
/// <param name="AloneMs">Since a person last gave a prompt or decided something, in milliseconds; <see langword="null"/> where nothing is known of
/// either.</param>
public readonly record struct AdviceCall(long AtUnixMs, CallTraits Traits, TokenUsage Usage, bool IsPartial, long? AloneMs = null);

/// <summary>Calls that read one cache: of one conversation and model, in the order in which they were answered. A cache is a model's own.</summary>
/// <param name="Model">As everybody calls it.</param>
/// <param name="LeftNothing">Nothing of the conversation was accepted, changed or committed; <see langword="null"/> where that is not known.</param>
public sealed record AdviceThread(CallOrigin Origin, string Model, ReadOnlyMemory<AdviceCall> Calls, bool? LeftNothing = null);

/// <summary>What one call of a thread would have been.</summary>
/// <param name="Call">Its place in the thread.</param>
/// <param name="Usage">No tokens at all for a call that would not have been made.</param>
public readonly record struct Alternative(int Call, CallOrigin Origin, TokenUsage Usage);

/// <summary>A habit that costs money: finds the calls that it shows in, and what they would have been without it.</summary>
public interface IHabit
{
    AdviceKind Kind { get; }

    /// <returns>At most one for each call, in their order. What is not known is never taken for a habit.</returns>
    IEnumerable<Alternative> Find(AdviceThread thread);
}
