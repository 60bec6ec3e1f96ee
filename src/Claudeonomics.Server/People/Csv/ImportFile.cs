using System.Globalization;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People.Csv;

/// <summary>One person of a file.</summary>
internal sealed record PersonLine(int Line, string Email, PersonChange Change);

/// <summary>One team of a file.</summary>
/// <param name="Parent">Name of the team above; <see langword="null"/> for none.</param>
internal sealed record TeamLine(int Line, string Name, string? Parent);

/// <summary>Files of people (a column <c>email</c>) and of teams (columns <c>team</c> and <c>parent</c>). An empty cell changes nothing.</summary>
internal sealed class ImportFile
{
    private static readonly string[] PeopleColumns = ["email", "name", "team", "time_zone", "working_days", "employee_number", "active"];
    private static readonly string[] TeamColumns = ["team", "parent"];

    private readonly List<ImportProblem> _problems = [];
    private readonly Dictionary<string, int> _lineOf = [];

    private ImportFile()
    {
    }

    public List<PersonLine> People { get; } = [];

    public List<TeamLine> Teams { get; } = [];

    public IReadOnlyList<ImportProblem> Problems => _problems;

    public static ImportFile Read(string text)
    {
        var file = new ImportFile();
        var rows = CsvTable.Read(text, out var problem);
        if (problem is not null || rows.Count == 0)
        {
            file._problems.Add(problem ?? new(1, "The file is empty."));
            return file;
        }

        var columns = rows[0].Cells.Select(static name => name.ToLowerInvariant().Replace(' ', '_')).ToList();
        var isPeople = columns.Contains("email");
        var known = isPeople ? PeopleColumns : TeamColumns;
        if (!isPeople && !TeamColumns.All(columns.Contains))
        {
            file._problems.Add(new(rows[0].Line, "The first line names the columns: email for people, or team and parent for teams."));
            return file;
        }

        foreach (var column in columns.Where(column => !known.Contains(column) || columns.Count(other => other == column) > 1).Distinct())
        {
            file._problems.Add(new(rows[0].Line, column is "participates" or "participation"
                ? "Who takes part is each person's own choice and cannot be imported."
                : $"'{column}' is not one column of {string.Join(", ", known)}."));
        }

        foreach (var row in file._problems.Count > 0 ? [] : rows.Skip(1))
        {
            file.Add(row, columns, isPeople);
        }

        return file;
    }

    private void Add(CsvRow row, List<string> columns, bool isPeople)
    {
        if (row.Cells.Count > columns.Count)
        {
            Wrong(row, $"There are {row.Cells.Count} cells and {columns.Count} columns.");
            return;
        }

        string? Cell(string name) =>
            columns.IndexOf(name) is var at and >= 0 && at < row.Cells.Count && row.Cells[at].Length > 0 ? row.Cells[at] : null;
        var subject = Cell(isPeople ? "email" : "team");
        if (subject is null || (isPeople ? !EmailAddress.IsValid(subject) : !Names.IsFit(subject, TeamService.MaxNameChars)))
        {
            Wrong(row, isPeople ? $"'{subject}' is not an e-mail address." : $"A team's name is 1 to {TeamService.MaxNameChars} characters.");
        }
        else if (!_lineOf.TryAdd(EmailAddress.Key(subject), row.Line))
        {
            Wrong(row, $"{subject} is on line {_lineOf[EmailAddress.Key(subject)]} already.");
        }
        else if (isPeople)
        {
            AddPerson(row, subject, Cell);
        }
        else
        {
            Teams.Add(new(row.Line, subject, Cell("parent")));
        }
    }

    private void AddPerson(CsvRow row, string email, Func<string, string?> cell)
    {
        // 4,5 is what a German spreadsheet writes.
        double? days = null;
        if (cell("working_days") is { } text)
        {
            days = double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : -1;
        }

        bool? isActive = null;
        if (cell("active") is { } active)
        {
            isActive = active.ToLowerInvariant() switch { "true" or "yes" or "1" => true, "false" or "no" or "0" => false, _ => null };
            if (isActive is null)
            {
                Wrong(row, $"active is yes or no, not '{active}'.");
                return;
            }
        }

        var change = new PersonChange(
            Name: cell("name"), Team: cell("team"), TimeZone: cell("time_zone"), WorkingDaysPerWeek: days, EmployeeNumber: cell("employee_number"), IsActive: isActive);
        foreach (var (field, problems) in change.Problems())
        {
            Wrong(row, $"{field}: {problems[0]}");
        }

        People.Add(new(row.Line, email, change));
    }

    private void Wrong(CsvRow row, string problem) => _problems.Add(new(row.Line, problem));
}
