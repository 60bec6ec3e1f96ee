using Claudeonomics.Core.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>A person as they themselves and an administrator see them.</summary>
/// <param name="Pseudonym">What they are shown under if they choose so.</param>
/// <param name="TeamId">Present team, or <see langword="null"/>.</param>
/// <param name="Team">Its name.</param>
/// <param name="TimeZone">Their own, or <see langword="null"/> for the company's.</param>
/// <param name="WorkingDaysPerWeek">0.5 to 7.</param>
/// <param name="QuietHours">Such as <c>22:00-07:00</c> of their own day, or <see langword="null"/>; for nobody but them.</param>
/// <param name="HasPersonalKey">Whether a key of their own that writes is valid, so that claims in their name wait.</param>
/// <param name="IsAutomation">Declared automation: CI, evaluations, migrations, orchestrators.</param>
/// <param name="AutomationDeclaredAt">When that was declared, or that what runs headless under their name is; <see langword="null"/> when neither was.</param>
/// <param name="Roles">What they do for the company, in the order of the roles.</param>
/// <param name="SharesStreak">Others may see their weeks in a row with the floor met.</param>
/// <param name="Consents">What they agreed to.</param>
/// <param name="IsActive">Whether they are there; <see langword="false"/> for who has left.</param>
public sealed record PersonDetails(
    string Id, string Email, string Name, string Pseudonym, string? TeamId, string? Team,
    string? TimeZone, double WorkingDaysPerWeek, string? QuietHours, DateTimeOffset CreatedAt, bool HasPersonalKey, bool IsAutomation,
    DateTimeOffset? AutomationDeclaredAt, IReadOnlyList<Role> Roles, bool SharesStreak, PersonConsents Consents,
    string? EmployeeNumber, bool IsActive)
{
    /// <summary>What their consents come to.</summary>
    public Participation Participation => Consents.Participation;
}

/// <summary>What is to be different. Absent means unchanged.</summary>
/// <param name="Name">Required for a new person.</param>
/// <param name="Team">Name of a team, which is created when there is none; empty to leave every team.</param>
/// <param name="Roles">All that they have from now on.</param>
/// <param name="Pseudonym">For a new person, the one that was shown to them; another is given when it is taken.</param>
/// <param name="SharesWithTeam">Their line is for members of their team who share theirs; taking no part ends it whatever this says.</param>
/// <param name="HasNewPseudonym">Another pseudonym is given; the one they had is anybody's again.</param>
/// <param name="EmployeeNumber">Empty for none.</param>
/// <param name="QuietHours">Empty for none.</param>
/// <param name="IsActive">Whether they are there: who is not signs in nowhere, writes nothing and takes part in nothing, until they are back.</param>
public sealed record PersonChange(
    string? Name = null, string? Team = null, Participation? Participation = null, string? TimeZone = null,
    double? WorkingDaysPerWeek = null, string? Pseudonym = null, bool? IsAutomation = null, IReadOnlyList<Role>? Roles = null, bool? SharesStreak = null,
    bool? SharesWithTeam = null, bool HasNewPseudonym = false, string? EmployeeNumber = null, bool? IsActive = null, string? QuietHours = null)
{
    public const int MaxNameChars = 100;

    /// <summary>What is wrong with the values, by field; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        if (Name is not null && !Names.IsFit(Name, MaxNameChars))
        {
            problems["name"] = [Names.Rule(MaxNameChars)];
        }

        if (Team is { Length: > 0 } && !Names.IsFit(Team, TeamService.MaxNameChars))
        {
            problems["team"] = [Names.Rule(TeamService.MaxNameChars)];
        }

        if (TimeZone is { Length: > 0 } && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            problems["timeZone"] = ["Not a time zone this server knows, such as Europe/Berlin."];
        }

        if (WorkingDaysPerWeek is { } days && days is not (>= 0.5 and <= 7))
        {
            problems["workingDays"] = ["0.5 to 7 days a week."];
        }

        if (QuietHours is { Length: > 0 } && Core.People.QuietHours.Find(QuietHours, TimeZoneInfo.Utc) is null)
        {
            problems["quietHours"] = ["Two different times such as 22:00-07:00, or empty for none."];
        }

        if (EmployeeNumber is { Length: > 0 } && !Names.IsFit(EmployeeNumber, MaxNameChars))
        {
            problems["employeeNumber"] = [Names.Rule(MaxNameChars)];
        }

        if (Pseudonym is not null && !Pseudonyms.IsOne(Pseudonym))
        {
            problems["pseudonym"] = ["Not one of ours: pseudonyms are given, not chosen."];
        }

        return problems;
    }
}

/// <summary>Somebody to be added in bulk.</summary>
/// <param name="PersonalIdentity">Whether they get the number that facts under a key of their own carry.</param>
public sealed record NewPerson(
    string Email, string Name, string? Team, Participation Participation, string? TimeZone = null, double WorkingDaysPerWeek = 5,
    bool PersonalIdentity = true);

/// <summary>Somebody who was added in bulk.</summary>
/// <param name="Identity">The ledger's number for facts known to be theirs; <see langword="null"/> when none was asked for.</param>
public sealed record ImportedPerson(string PersonId, int? Identity);
