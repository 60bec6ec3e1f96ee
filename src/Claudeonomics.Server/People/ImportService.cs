using Claudeonomics.Server.People.Csv;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>Imports people and teams from a table: first what it would change, then the change, all of it or none.</summary>
public sealed partial class ImportService
{
    /// <summary>The largest file: 100,000 people of 100 bytes.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    private readonly Registers _all;
    private readonly PeopleService _people;
    private readonly ILogger<ImportService> _logger;

    internal ImportService(Registers all, PeopleService people, ILogger<ImportService> logger) => (_all, _people, _logger) = (all, people, logger);

    /// <summary>What a file would change.</summary>
    public async Task<ImportReport> PreviewAsync(string text, CancellationToken cancellationToken)
    {
        var file = ImportFile.Read(text);
        cancellationToken.ThrowIfCancellationRequested();
        await using var db = _all.Control.Read();
        return await ReportAsync(db, file);
    }

    /// <summary>Changes what a file says, if no line of it is wrong.</summary>
    /// <param name="by">Who does it.</param>
    /// <exception cref="InvalidOperationException">The company's identity numbers do not suffice; nothing was changed.</exception>
    public async Task<ImportReport> ApplyAsync(string text, string by, CancellationToken cancellationToken)
    {
        var file = ImportFile.Read(text);
        var (report, _) = await _all.Control.ChangeAsync(
            db => ApplyAsync(db, file, by),
            (db, done) =>
            {
                if (done.Report.IsApplied)
                {
                    _all.Roster.ReloadTeams(db);
                    _people.Remember(db, done.Touched);
                }
            },
            cancellationToken);
        if (report.IsApplied)
        {
            LogImported(report.Added, report.Changed, by);
        }

        return report;
    }

    private async Task<(ImportReport Report, IReadOnlyCollection<string> Touched)> ApplyAsync(ControlContext db, ImportFile file, string by)
    {
        var report = await ReportAsync(db, file);
        if (report.ProblemCount > 0)
        {
            return (report, []);
        }

        report = report with { IsApplied = true };
        if (file.Teams.Count == 0)
        {
            return (report, await PutAsync(db, file, by));
        }

        await ArrangeAsync(db, file);
        return (report, []);
    }

    private Task<ImportReport> ReportAsync(ControlContext db, ImportFile file) =>
        file.Problems.Count > 0 ? Task.FromResult(ImportReport.Wrong(file.Problems))
        : file.Teams.Count > 0 ? TeamPlan.ReportAsync(db, file.Teams)
        : PeoplePlan.ReportAsync(_people, db, file.People);

    private async Task<IReadOnlyCollection<string>> PutAsync(ControlContext db, ImportFile file, string by)
    {
        var known = await PeoplePlan.KnownAsync(_people, db);
        var import = new PeopleImport(_all, db);
        await import.RunAsync(
            [.. file.People.Where(line => !known.ContainsKey(EmailAddress.Key(line.Email))).Select(static line => new NewPerson(
                line.Email, line.Change.Name!, line.Change.Team, Core.People.Participation.No, line.Change.TimeZone,
                line.Change.WorkingDaysPerWeek ?? 5, PersonalIdentity: false))],
            by);
        var touched = new List<string>(import.PersonIds);
        var rows = await db.People.ToDictionaryAsync(person => person.EmailKey);
        foreach (var line in file.People)
        {
            var person = rows[EmailAddress.Key(line.Email)];
            var isNew = !known.TryGetValue(person.EmailKey, out var before);
            // Who is new has name, team and pattern already.
            var change = isNew ? new(EmployeeNumber: line.Change.EmployeeNumber, IsActive: line.Change.IsActive) : line.Change;
            if (isNew || PeoplePlan.Differences(line.Change, before!).Count > 0)
            {
                await _people.ApplyAsync(db, person, change, by);
                touched.Add(person.Id);
            }
        }

        return touched;
    }

    private async Task ArrangeAsync(ControlContext db, ImportFile file)
    {
        foreach (var line in file.Teams)
        {
            await TeamService.EnsureAsync(db, line.Name, _all.Today);
        }

        foreach (var line in file.Teams)
        {
            var team = await TeamService.EnsureAsync(db, line.Name, _all.Today);
            var parent = line.Parent is null ? null : (await TeamService.EnsureAsync(db, line.Parent, _all.Today)).Id;
            await TeamService.PlaceAsync(db, team, parent, _all.Today);
        }
    }

    [LoggerMessage(EventId = 3091, Level = LogLevel.Information, Message = "A file added {Added} and changed {Changed} people or teams, says {By}")]
    private partial void LogImported(int added, int changed, string by);
}
