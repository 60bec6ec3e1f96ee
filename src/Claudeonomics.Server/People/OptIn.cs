using System.Security.Claims;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;

namespace Claudeonomics.Server.People;

/// <summary>Who may say that somebody takes part, and what their consents come to.</summary>
/// <param name="policy">In force.</param>
/// <param name="texts">What people are asked.</param>
/// <param name="hasCompanySignIn">Whether people sign in through the company: until they can, somebody has to set a board up for them.</param>
public sealed class OptIn(PrivacyPolicy policy, ConsentTexts texts, bool hasCompanySignIn)
{
    private const string ByInvite = "invite:";

    /// <summary>Nobody else may say that somebody takes part; what others said before does not count.</summary>
    public bool OnlyThePerson => policy.OnlyThePersonOptsIn && hasCompanySignIn;

    public PrivacyPolicy Policy => policy;

    public ConsentTexts Texts => texts;

    /// <summary>The same under another policy.</summary>
    public OptIn With(PrivacyPolicy other) => new(other, texts, hasCompanySignIn);

    /// <summary>Who does something to a person's own row, as it is written down: <c>self</c>, or the key that others made for them.</summary>
    public static string Actor(ClaimsPrincipal user) => Viewer.From(user)!.IsLent ? Access.Actor(user) : Access.Self;

    /// <summary>Whether an act that was written down was the person's own: joining by an invite is.</summary>
    public static bool IsThePerson(string by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by == Access.Self || by.StartsWith(ByInvite, StringComparison.Ordinal);
    }

    /// <summary>Why somebody else may not say that a person takes part in a way; <see langword="null"/> when they may. Taking no part is nobody's to refuse.</summary>
    public string? Problem(Participation asked, string by) => asked is Participation.No || !OnlyThePerson || IsThePerson(by)
        ? null
        : $"Under policy {policy.Name} only the person says how they take part: leave it out, and they choose once they have signed in.";

    /// <summary>What a person allowed, as far as it counts.</summary>
    public ConsentScope Allowed(IEnumerable<GivenConsent> given) => texts.Allowed(
        given.Where(consent => !OnlyThePerson || IsThePerson(consent.By)).Select(static consent => (consent.Purpose, consent.Version)));
}
