using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What became of one condition of a title.</summary>
public enum Verdict : byte
{
    NotMet = 0,
    Met = 1,

    /// <summary>Nothing that could tell is connected. The condition is passed over, and said to be.</summary>
    NotYetJudged = 2,
}

/// <summary>One condition of a title with what it was judged by.</summary>
/// <param name="Name">Stable, such as <c>calls</c>.</param>
/// <param name="Value">What was measured; <see langword="null"/> when there is nothing to measure.</param>
/// <param name="Threshold">What it takes: at least, or at most where the name ends in <c>at-most</c> (ranks: at most).</param>
/// <param name="Unit">Of both.</param>
public sealed record TitleCondition(string Name, Verdict Verdict, double? Value, double? Threshold, string Unit)
{
    internal static TitleCondition AtLeast(string name, double value, double threshold, string unit) =>
        new(name, value >= threshold ? Verdict.Met : Verdict.NotMet, value, threshold, unit);

    internal static TitleCondition AtMost(string name, double value, double threshold, string unit) =>
        new(name, value <= threshold ? Verdict.Met : Verdict.NotMet, value, threshold, unit);

    /// <summary>At most, for ranks: nobody unranked meets it.</summary>
    internal static TitleCondition Within(string name, int? rank, int last) =>
        new(name, rank <= last ? Verdict.Met : Verdict.NotMet, rank, last, "rank");

    /// <summary>The same measurement, judged once more.</summary>
    internal TitleCondition Judged() => (Verdict, Value, Threshold) switch
    {
        (Verdict.NotYetJudged, _, _) or (_, _, null) => this,
        (_, null, _) => this with { Verdict = Verdict.NotMet },
        (_, { } value, { } threshold) => this with
        {
            Verdict = (Unit == "rank" || Name.EndsWith("-at-most", StringComparison.Ordinal) ? value <= threshold : value >= threshold) ? Verdict.Met : Verdict.NotMet,
        },
    };

    internal static TitleCondition NotConnected(string name, string unit) => new(name, Verdict.NotYetJudged, null, null, unit);
}

/// <summary>Why somebody has a title, or not.</summary>
/// <param name="Title">From <see cref="Titles"/>.</param>
/// <param name="Days">What was looked at.</param>
public sealed record TitleEvidence(string Title, DayRange Days, IReadOnlyList<TitleCondition> Conditions)
{
    /// <summary>Nothing speaks against it and something for it.</summary>
    public bool Awarded
    {
        get
        {
            var met = false;
            foreach (var condition in Conditions)
            {
                if (condition.Verdict is Verdict.NotMet)
                {
                    return false;
                }

                met |= condition.Verdict is Verdict.Met;
            }

            return met;
        }
    }
}
