using Claudeonomics.Core.People;

namespace Claudeonomics.Server.People;

/// <summary>A consent that holds.</summary>
/// <param name="Version">Of the text that was agreed to.</param>
/// <param name="By"><c>self</c>, <c>invite:ID</c>, <c>key:ID</c> that others made, or <c>import</c>.</param>
public sealed record GivenConsent(ConsentPurpose Purpose, int Version, DateTimeOffset At, string By);

/// <summary>What somebody agreed to, and what it comes to now.</summary>
/// <param name="Given">One a purpose at most, in the order of purposes.</param>
/// <param name="Allowed">What follows from those that count under the policy.</param>
/// <param name="AsksAgain">Purposes whose text has another version since, so that they are asked again.</param>
public sealed record PersonConsents(IReadOnlyList<GivenConsent> Given, ConsentScope Allowed, IReadOnlyList<ConsentPurpose> AsksAgain)
{
    public Participation Participation => ConsentTexts.ParticipationOf(Allowed);

    public bool SharesWithTeam => Allowed.HasFlag(ConsentScope.TeamLine);

    internal static PersonConsents Of(IReadOnlyList<GivenConsent> given, OptIn optIn) => new(
        given, optIn.Allowed(given),
        [.. given.Where(consent => consent.Version < optIn.Texts.Of(consent.Purpose).Version).Select(static consent => consent.Purpose)]);
}

/// <summary>How somebody took part before and after one change.</summary>
/// <param name="By">As of <see cref="GivenConsent"/>.</param>
public sealed record ConsentChange(DateTimeOffset At, Participation Before, Participation After, string By);
