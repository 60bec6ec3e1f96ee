namespace Claudeonomics.Core.Advice;

/// <summary>A context that stays at the end of the window: each call pays for all of it, and what is compacted there is not one's own choice.</summary>
/// <remarks>The saving is that of <see cref="ContextBloat"/>, of these calls alone. How large a window is, no source says: a thread that was ever beyond
/// the usual one has a larger one of unknown size, and is left out.</remarks>
public sealed class FlatContextNearLimit : IHabit
{
    /// <summary>The usual window, in tokens.</summary>
    public const long Window = 200_000;

    /// <summary>From here on it is nearly full.</summary>
    public const long NearLimit = 160_000;

    /// <summary>Calls in a row that make it a habit: fewer are the end of one piece of work.</summary>
    public const int LeastCalls = 10;

    public AdviceKind Kind => AdviceKind.FlatContextNearLimit;

    public IEnumerable<Alternative> Find(AdviceThread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        for (var start = 0; start < thread.Calls.Length && !IsBeyondWindow(thread);)
        {
            var end = start;
            while (end < thread.Calls.Length && thread.Calls.Span[end].Usage.ContextTokens >= NearLimit)
            {
                end++;
            }

            for (var i = start; end - start >= LeastCalls && i < end; i++)
            {
                if (ContextBloat.Shortened(thread.Calls.Span[i].Usage) is { } shorter)
                {
                    yield return new(i, thread.Origin, shorter);
                }
            }

            start = end + 1;
        }
    }

    private static bool IsBeyondWindow(AdviceThread thread)
    {
        foreach (ref readonly var call in thread.Calls.Span)
        {
            if (call.Usage.ContextTokens > Window)
            {
                return true;
            }
        }

        return false;
    }
}
