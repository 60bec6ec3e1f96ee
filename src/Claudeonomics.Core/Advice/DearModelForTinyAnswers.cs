namespace Claudeonomics.Core.Advice;

/// <summary>Conversations in which a model wrote next to nothing: a title, a commit's message, a look at one file. A smaller model of the same maker
/// would do.</summary>
/// <remarks>Whole conversations, since a model that changes within one begins without its cache. Where a file may hold less output than was billed,
/// nobody knows how much was written, and nothing is said.</remarks>
public sealed class DearModelForTinyAnswers : IHabit
{
    /// <summary>All answers of the conversation together.</summary>
    public const long MostOutput = 500;

    // What the smaller models take in.
    private const long MostContext = 200_000;

    // By the beginning of the dearer model's name. Each is in the price book.
    private static readonly (string Prefix, string Small)[] Makers =
    [
        ("claude-", "claude-haiku-4-5"),
        ("gpt-", "gpt-5.4-mini"),
        ("gemini-", "gemini-3.5-flash-lite"),
    ];

    public AdviceKind Kind => AdviceKind.DearModelForTinyAnswers;

    /// <returns><see langword="null"/> for makers without a small model here, and for the small model itself.</returns>
    public static string? SmallerThan(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var (prefix, small) in Makers)
        {
            if (model.StartsWith(prefix, StringComparison.Ordinal) && model != small)
            {
                return small;
            }
        }

        return null;
    }

    public IEnumerable<Alternative> Find(AdviceThread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        if (SmallerThan(thread.Model) is not { } small || !IsTiny(thread.Calls.Span))
        {
            yield break;
        }

        var origin = thread.Origin with { Model = small };
        for (var i = 0; i < thread.Calls.Length; i++)
        {
            yield return new(i, origin, thread.Calls.Span[i].Usage);
        }
    }

    private static bool IsTiny(ReadOnlySpan<AdviceCall> calls)
    {
        var output = 0L;
        foreach (ref readonly var call in calls)
        {
            output += call.Usage.OutputTokens;
            if (call.IsPartial || call.Usage.ContextTokens > MostContext || output > MostOutput)
            {
                return false;
            }
        }

        return true;
    }
}
