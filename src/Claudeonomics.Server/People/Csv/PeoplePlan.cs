using System.Globalization;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Csv;

/// <summary>What a file of people changes of the directory.</summary>
internal static class PeoplePlan
{
    /// <summary>The directory by the keys of its e-mails.</summary>
    public static Task<Dictionary<string, PersonDetails>> KnownAsync(PeopleService people, ControlContext db) =>
        people.Details(db, db.People).ToDictionaryAsync(person => EmailAddress.Key(person.Email));

    public static async Task<ImportReport> ReportAsync(PeopleService people, ControlContext db, IReadOnlyList<PersonLine> lines)
    {
        var known = await KnownAsync(people, db);
        var (added, changed) = (0, 0);
        var shown = new List<ImportLine>();
        var problems = new List<ImportProblem>();
        foreach (var line in lines)
        {
            var isNew = !known.TryGetValue(EmailAddress.Key(line.Email), out var person);
            if (isNew && line.Change.Name is null)
            {
                problems.Add(new(line.Line, $"{line.Email} is new and needs a name."));
                continue;
            }

            var what = isNew ? Description(line.Change) : Differences(line.Change, person!);
            added += isNew ? 1 : 0;
            changed += !isNew && what.Count > 0 ? 1 : 0;
            if ((isNew || what.Count > 0) && shown.Count < ImportReport.MostLines)
            {
                shown.Add(new(line.Line, line.Email, isNew, string.Join(", ", what)));
            }
        }

        return problems.Count > 0
            ? ImportReport.Wrong(problems)
            : new(IsApplied: false, added, changed, lines.Count - added - changed, shown, [], 0);
    }

    /// <summary>What of a change is not so already, in words.</summary>
    public static List<string> Differences(PersonChange change, PersonDetails person)
    {
        var what = new List<string>();
        void Add(string field, string? to, string? from)
        {
            if (to is not null && !string.Equals(to, from, StringComparison.Ordinal))
            {
                what.Add(from is null ? $"{field}: {to}" : $"{field}: {from} becomes {to}");
            }
        }

        Add("name", change.Name?.Trim(), person.Name);
        Add("team", change.Team is { } team && Names.Key(team) == Names.Key(person.Team ?? "") ? null : change.Team, person.Team);
        Add("time zone", change.TimeZone, person.TimeZone);
        Add("working days", Text(change.WorkingDaysPerWeek), Text(person.WorkingDaysPerWeek));
        Add("employee number", change.EmployeeNumber, person.EmployeeNumber);
        if (change.IsActive is { } isActive && isActive != person.IsActive)
        {
            what.Add(isActive ? "comes back" : "leaves: signed out, keys rest, takes part in nothing");
        }

        return what;
    }

    private static List<string> Description(PersonChange change)
    {
        List<string> what = [change.Name!];
        what.AddRange(new[] { change.Team, change.TimeZone, change.EmployeeNumber }.OfType<string>());
        return what;
    }

    private static string? Text(double? days) => days?.ToString(CultureInfo.InvariantCulture);
}
