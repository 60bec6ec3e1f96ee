using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;

namespace Claudeonomics.Server.Web.Text;

/// <summary>The lines of a policy as people read them.</summary>
internal static class PolicyWords
{
    /// <param name="policy">Whose lines.</param>
    /// <param name="onlyThePerson">Whether nobody else can say that somebody takes part, which the sign-in decides too.</param>
    public static IReadOnlyList<(string Line, string Words)> Lines(PrivacyPolicy policy, bool onlyThePerson) =>
    [
        ("Who says that somebody takes part", onlyThePerson ? "the person, and nobody else" : "the person; whoever sets the board up can say it for them, which they see"),
        ("Shown as, unless chosen otherwise", policy.ShownAs is Participation.Named ? "name" : "pseudonym"),
        ("Others’ rows change", Step(policy.Step)),
        ("Others’ figures", policy.Detail switch { DetailOfOthers.Exact => "exact", DetailOfOthers.ThreeDigits => "to three digits", _ => "in bands" }),
        ("Others’ dollars and single days", policy.ShowsDaysAndDollars ? "shown" : "not shown"),
        ("Smallest group that is told about", Words.Plural(policy.SmallestGroup, "person", "people")),
        ("There is a board from", policy.SmallestBoard == 1 ? "the first participant on" : $"{Words.Plural(policy.SmallestBoard, "participant", "participants")} on"),
    ];

    public static string Step(StepOfOthers step) => step switch { StepOfOthers.Live => "live", StepOfOthers.Hourly => "hourly", _ => "daily" };
}
