using System.Globalization;
using System.Text;
using Claudeonomics.Core.Integrity;

namespace Claudeonomics.Server.Integrity;

/// <summary>Names and sentences about findings, for programs and people.</summary>
public static class FindingWords
{
    /// <summary>Who decides, as it is written down.</summary>
    public const string Reviewer = "steward";

    /// <summary><c>NotCounted</c> is <c>not-counted</c>.</summary>
    public static string NameOf(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        var name = new StringBuilder(member.Length + 4);
        foreach (var letter in member)
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    public static ReviewDecision? DecisionOf(string? name) =>
        Array.Find(Enum.GetValues<ReviewDecision>(), decision => NameOf(decision.ToString()) == name) is var found && NameOf(found.ToString()) == name ? found : null;

    /// <summary>What a kind of finding is, to whom it is about.</summary>
    public static string TitleOf(FindingKind kind) => kind switch
    {
        FindingKind.Waste => "Conversations that nobody looked at and that left nothing behind",
        FindingKind.Impossible => "Calls that no model could have answered",
        FindingKind.Replay => "Calls that were counted before",
        FindingKind.TwoPeople => "Calls that are another person's",
        FindingKind.SourcesDisagree => "Sources that disagree about the same calls",
        FindingKind.Clock => "A clock that jumps",
        FindingKind.Speed => "Faster than any model writes",
        FindingKind.AtOnce => "Signals in two places at once",
        FindingKind.UndeclaredAutomation => "Is this automation?",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What follows from a finding, to whom it is about.</summary>
    public static string MeaningOf(FindingDetails finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding switch
        {
            { Step: LadderStep.Advice, Tokens: > 0 } => "A question that waited for a week: these tokens do not count towards the score until it is answered.",
            { DecidedStep: LadderStep.OutForSeason } =>
                $"Out of the season of {SeasonOf(finding)}: no place on score, in its leagues or its hall of fame, and no title but Power User. "
                + (finding.Step is LadderStep.InReview ? "A reviewer will look at your appeal." : "You can appeal."),
            { DecidedStep: LadderStep.NotCounted, Step: LadderStep.NotCounted } =>
                "A reviewer decided that these tokens do not count. No title waits for it any more. You can appeal.",
            _ => MeaningOf(finding.Step),
        };
    }

    /// <summary>The season that a decision about a finding is about.</summary>
    public static string SeasonOf(FindingDetails finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Until.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>What follows from a step, to whom it is about.</summary>
    public static string MeaningOf(LadderStep step) => step switch
    {
        LadderStep.Advice => "Advice. Nothing is taken away.",
        LadderStep.NotCounted => "These tokens do not count towards the score, and titles of these days wait. Say what they were.",
        LadderStep.NeedsContext => "A reviewer asks what these conversations were.",
        LadderStep.InReview => "A reviewer will look at what you said.",
        LadderStep.OutForSeason => "Out of a season. You can appeal.",
        LadderStep.Dismissed => "Settled: it has no effect.",
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };
}
