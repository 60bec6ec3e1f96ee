using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.People;

namespace Claudeonomics.Server.People;

/// <summary>What the caller chooses. What is absent stays as it is.</summary>
/// <param name="Participates"><c>no</c>, <c>private</c>, <c>pseudonym</c>, <c>named</c>; <c>true</c> means named, <c>false</c> no.</param>
/// <param name="SharesStreak">Whether others may see the caller's weeks in a row.</param>
/// <param name="SharesWithTeam">Whether members of the caller's team who share their line may see the caller's.</param>
/// <param name="Edition">Of the texts that were read; when they have changed since, nothing is agreed to. Absent: the present ones.</param>
internal sealed record PutConsent(
    [property: JsonConverter(typeof(ParticipatesConverter))] Participation? Participates, bool? SharesStreak, bool? SharesWithTeam, string? Edition);

/// <param name="By"><c>self</c>, <c>import</c>, or the key or invite that did it.</param>
internal sealed record ConsentChangeJson(
    DateTimeOffset At, [property: JsonConverter(typeof(ParticipatesConverter))] Participation? Before,
    [property: JsonConverter(typeof(ParticipatesConverter))] Participation? After, string By)
{
    public static ConsentChangeJson Of(ConsentChange change) => new(change.At, change.Before, change.After, change.By);
}

/// <param name="Version">Of the text that was agreed to.</param>
internal sealed record GivenConsentJson(int Version, DateTimeOffset At, string By);

internal sealed class PurposeConverter() : JsonStringEnumConverter<ConsentPurpose>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <param name="Version">Of the text as it is now.</param>
/// <param name="Change">What is different from the version before; null for the first.</param>
/// <param name="Given">Null while it is not agreed to.</param>
/// <param name="AsksAgain">What was agreed to is an earlier version: it holds for what that one said.</param>
internal sealed record PurposeJson(
    [property: JsonConverter(typeof(PurposeConverter))] ConsentPurpose Purpose, int Version, string Title, string Text, string? Change, GivenConsentJson? Given,
    bool AsksAgain)
{
    public static PurposeJson Of(ConsentText text, PersonConsents consents) => new(
        text.Purpose, text.Version, text.Title, text.Text, text.Change,
        consents.Given.FirstOrDefault(given => given.Purpose == text.Purpose) is { } given ? new(given.Version, given.At, given.By) : null,
        consents.AsksAgain.Contains(text.Purpose));
}

/// <param name="ShownAs">What others see; null when they see nothing.</param>
/// <param name="Pseudonym">What stands for the caller where their name does not.</param>
/// <param name="Edition">Of the texts in <paramref name="Purposes"/>.</param>
/// <param name="Purposes">What can be agreed to, and what is.</param>
/// <param name="History">Oldest first.</param>
internal sealed record ConsentJson(
    [property: JsonConverter(typeof(ParticipatesConverter))] Participation? Participates, string? ShownAs, bool SharesStreak, bool SharesWithTeam,
    string Pseudonym, string Policy, string Edition, IReadOnlyList<PurposeJson> Purposes, IReadOnlyList<ConsentChangeJson> History)
{
    public static ConsentJson Of(PersonDetails person, OptIn optIn, IReadOnlyList<ConsentChange> history) => new(
        person.Participation,
        InviteService.Appearances(person.Name, person.Pseudonym, person.Team).Single(appearance => appearance.Participation == person.Participation).ShownAs,
        person.SharesStreak, person.Consents.SharesWithTeam, person.Pseudonym, optIn.Policy.Name, optIn.Texts.Edition,
        [.. optIn.Texts.Present.Select(text => PurposeJson.Of(text, person.Consents))], [.. history.Select(ConsentChangeJson.Of)]);
}
