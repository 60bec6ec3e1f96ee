using System.Runtime.CompilerServices;

namespace Claudeonomics.Core.Usage;

/// <summary>Addition for whoever reads sums: it stands still at the greatest number instead of failing.</summary>
/// <remarks>What is kept of facts wraps, so that it can be taken back exactly. What is read of it ends here: one sender's absurd facts make that
/// sender's numbers absurd, and stop nobody's board. Honest sums are far from the ends and exact.</remarks>
internal static class Capped
{
    /// <summary>Tokens or calls: a hundred years of sixty trillion tokens a month. Numbers up to this can be added by the hundred.</summary>
    public const long MostTokens = 1L << 56;

    /// <summary>Weighted tokens, in hundredths: all of a year of sixty trillion a month as output.</summary>
    public const long MostWeighted = 1L << 59;

    /// <summary>Nine billion dollars, in nano-dollars: thirteen months of sixty trillion tokens are one or two. Below the greatest number, so that
    /// it can be rounded up.</summary>
    public const long MostNanoUsd = 9_000_000_000_000_000_000;

    /// <summary>Prompts, decisions, edits, lines, commits: a million million are no company's in a year, and a score multiplies them by thousands.</summary>
    public const long MostActs = 1L << 40;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Add(long left, long right)
    {
        var sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) < 0 ? Greatest(left) : sum;
    }

    public static long Tokens(long sum) => Math.Clamp(sum, 0, MostTokens);

    public static long Acts(long sum) => Math.Clamp(sum, 0, MostActs);

    public static long NanoUsd(long sum) => Math.Clamp(sum, -MostNanoUsd, MostNanoUsd);

    private static long Greatest(long of) => of < 0 ? -long.MaxValue : long.MaxValue;
}
