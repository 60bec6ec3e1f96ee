using Claudeonomics.Core.Matching;

namespace Claudeonomics.Core.Advice;

/// <summary>An agent that went on for hours without a prompt or decision of a person, in a conversation that left nothing behind. What it did after the
/// first half hour would not have been missed.</summary>
/// <remarks>It is about the agent, not about whether anybody was at the desk: a long job whose edits are accepted is none. Where nothing is known of
/// prompts or edits, nothing is said.</remarks>
public sealed class UnsupervisedStretch : IHabit
{
    /// <summary>How long a stretch has to be: shorter ones are a lunch.</summary>
    public const long LongMs = 90 * 60 * 1000;

    public AdviceKind Kind => AdviceKind.UnsupervisedStretch;

    public IEnumerable<Alternative> Find(AdviceThread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        if (thread.LeftNothing is not true)
        {
            yield break;
        }

        for (var start = 0; start < thread.Calls.Length;)
        {
            var end = EndOfStretch(thread.Calls.Span, start);
            for (var i = start; i < end && thread.Calls.Span[end - 1].AloneMs >= LongMs; i++)
            {
                if (thread.Calls.Span[i].AloneMs > Supervision.MaxSilenceMs)
                {
                    yield return new(i, thread.Origin, default);
                }
            }

            start = end;
        }
    }

    // Within a stretch nobody gives a signal, so that the time alone only grows.
    private static int EndOfStretch(ReadOnlySpan<AdviceCall> calls, int start)
    {
        var end = start + 1;
        while (end < calls.Length && calls[end].AloneMs >= calls[end - 1].AloneMs)
        {
            end++;
        }

        return end;
    }
}
