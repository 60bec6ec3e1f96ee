using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <param name="Participates"><c>no</c>, <c>private</c>, <c>pseudonym</c>, <c>named</c>; <c>true</c> means named, <c>false</c> no.</param>
/// <param name="Team">Name of a team, which is created when there is none; empty to leave every team.</param>
/// <param name="WorkingDays">Days a week, 0.5 to 7.</param>
/// <param name="Automation">Declares that the entry stands for machines: CI, evaluations, migrations, orchestrators. They are on <c>fleet</c> only.</param>
/// <param name="Roles">All that they have from now on: <c>steward</c>, <c>lead</c>, <c>finance</c>, <c>auditor</c>.</param>
/// <param name="Steward">Gives or takes the role of who reviews fair play, and leaves the others.</param>
/// <param name="EmployeeNumber">Empty for none.</param>
/// <param name="Active">False takes somebody out who has left: nothing signs in or writes as them, until they are back.</param>
internal sealed record PutPerson(
    string? Name, string? Team, [property: JsonConverter(typeof(ParticipatesConverter))] Participation? Participates, string? TimeZone,
    double? WorkingDays, bool? Automation, IReadOnlyList<string>? Roles, bool? Steward, string? EmployeeNumber, bool? Active)
{
    /// <param name="had">The roles that the person has.</param>
    public PersonChange ToChange(IReadOnlyList<Role> had)
    {
        var given = Roles is null ? null : RoleNames.All.Where(role => Roles.Contains(role.Name)).Select(static role => role.Role).ToList();
        IReadOnlyList<Role>? roles = Steward switch
        {
            null => given,
            true => [.. given ?? had, Role.Steward],
            false => [.. (given ?? had).Where(static role => role is not Role.Steward)],
        };
        return new(Name, Team, Participates, TimeZone, WorkingDays, IsAutomation: Automation, Roles: roles,
            EmployeeNumber: EmployeeNumber, IsActive: Active);
    }
}

/// <param name="Id">What stands on boards; null for everybody but the person: beside an e-mail it would say who is behind a pseudonym.</param>
/// <param name="Pseudonym">Null for everybody but the person.</param>
/// <param name="QuietHours">Such as <c>22:00-07:00</c>; null for none, and for everybody but the person.</param>
/// <param name="AutomationDeclaredAt">When the entry was declared, or its person said that what runs headless is automation; null when neither was.</param>
internal sealed record PersonJson(
    string? Id, string Email, string Name, string? Team, string? TeamId,
    [property: JsonConverter(typeof(ParticipatesConverter))] Participation? Participates, string? Pseudonym, string? TimeZone,
    double WorkingDays, string? QuietHours, DateTimeOffset CreatedAt, bool HasPersonalKey, bool Automation,
    DateTimeOffset? AutomationDeclaredAt, bool Steward, IReadOnlyList<string> Roles, string? EmployeeNumber, bool Active)
{
    /// <summary>As others who may look somebody up see them.</summary>
    public static PersonJson Of(PersonDetails person) => OfOwn(person) with { Id = null, Pseudonym = null, QuietHours = null };

    /// <summary>As the person sees themselves.</summary>
    public static PersonJson OfOwn(PersonDetails person) => new(
        person.Id, person.Email, person.Name, person.Team, person.TeamId, person.Participation, person.Pseudonym, person.TimeZone,
        person.WorkingDaysPerWeek, person.QuietHours, person.CreatedAt, person.HasPersonalKey, person.IsAutomation, person.AutomationDeclaredAt,
        person.Roles.Contains(Role.Steward), [.. person.Roles.Select(RoleNames.Of)], person.EmployeeNumber, person.IsActive);
}

/// <param name="Kind"><c>ingest</c>, <c>read</c>, <c>admin</c> or <c>scim</c>.</param>
/// <param name="Person">E-mail of whose key it is.</param>
internal sealed record PostKey([property: JsonConverter(typeof(KeyKindConverter))] KeyKind? Kind, string? Person);

/// <param name="Key">The key itself, shown this once.</param>
internal sealed record NewKeyJson(string Id, string Key);

/// <param name="Device">What the machine calls itself that a device's key was made for.</param>
internal sealed record KeyJson(
    string Id, [property: JsonConverter(typeof(KeyKindConverter))] KeyKind? Kind, string? Person, DateTimeOffset CreatedAt,
    string CreatedBy, DateTimeOffset? RevokedAt, DateOnly? LastUsedOn, string? Device)
{
    public static KeyJson Of(KeyDetails key) =>
        new(key.Id, key.Kind, key.PersonEmail, key.CreatedAt, key.CreatedBy, key.RevokedAt, key.LastUsedOn, key.Device);
}

internal sealed record TeamJson(string Id, string Name, string? Parent, int Members)
{
    public static TeamJson Of(TeamDetails team) => new(team.Id, team.Name, team.ParentId, team.Members);
}

/// <param name="Parent">Id of the team above; empty for none.</param>
internal sealed record PutTeam(string? Name, string? Parent);

internal sealed class KeyKindConverter() : JsonStringEnumConverter<KeyKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>Reads <c>true</c> and <c>false</c> beside the names.</summary>
internal sealed class ParticipatesConverter : JsonConverter<Participation?>
{
    public override Participation? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => Participation.Named,
        JsonTokenType.False => Participation.No,
        JsonTokenType.String => reader.GetString() switch
        {
            "no" => Participation.No,
            "private" => Participation.Private,
            "pseudonym" => Participation.Pseudonym,
            "named" => Participation.Named,
            _ => throw new JsonException("participates is no, private, pseudonym, named, true or false."),
        },
        _ => throw new JsonException("participates is no, private, pseudonym, named, true or false."),
    };

    public override void Write(Utf8JsonWriter writer, Participation? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is { } participation)
        {
            writer.WriteStringValue(NameOf(participation));
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    public static string NameOf(Participation participation) => participation switch
    {
        Participation.No => "no",
        Participation.Private => "private",
        Participation.Pseudonym => "pseudonym",
        Participation.Named => "named",
        _ => throw new ArgumentOutOfRangeException(nameof(participation)),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PutPerson))]
[JsonSerializable(typeof(PersonJson))]
[JsonSerializable(typeof(Page<PersonJson>))]
[JsonSerializable(typeof(PostKey))]
[JsonSerializable(typeof(NewKeyJson))]
[JsonSerializable(typeof(Page<KeyJson>))]
[JsonSerializable(typeof(PutTeam))]
[JsonSerializable(typeof(TeamJson))]
[JsonSerializable(typeof(Page<TeamJson>))]
[JsonSerializable(typeof(PutOwner))]
[JsonSerializable(typeof(PostAlias))]
[JsonSerializable(typeof(Page<AliasJson>))]
[JsonSerializable(typeof(Page<UnresolvedJson>))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(PostInvite))]
[JsonSerializable(typeof(NewInviteJson))]
[JsonSerializable(typeof(Page<InviteJson>))]
[JsonSerializable(typeof(MeJson))]
[JsonSerializable(typeof(PutConsent))]
[JsonSerializable(typeof(PutPattern))]
[JsonSerializable(typeof(PatternJson))]
[JsonSerializable(typeof(ConsentJson))]
[JsonSerializable(typeof(UsageJson))]
[JsonSerializable(typeof(ActivityJson))]
[JsonSerializable(typeof(PostSignInLink))]
[JsonSerializable(typeof(SignInLinkJson))]
internal sealed partial class PeopleJson : JsonSerializerContext;
