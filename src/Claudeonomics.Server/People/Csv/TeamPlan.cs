using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Csv;

/// <summary>What a file of teams changes of the tree.</summary>
internal static class TeamPlan
{
    public static async Task<ImportReport> ReportAsync(ControlContext db, IReadOnlyList<TeamLine> lines)
    {
        var teams = await db.Teams.AsNoTracking().ToDictionaryAsync(team => team.Id);
        // The tree by the keys of names: as it is, and then as it will be.
        var parents = teams.Values.ToDictionary(team => team.NameKey, team => team.ParentId is null ? null : teams[team.ParentId].NameKey);
        var before = new Dictionary<string, string?>(parents);
        foreach (var line in lines)
        {
            parents[Names.Key(line.Name)] = line.Parent is null ? null : Names.Key(line.Parent);
        }

        var (added, changed) = (0, 0);
        var shown = new List<ImportLine>();
        var problems = new List<ImportProblem>();
        foreach (var line in lines)
        {
            var key = Names.Key(line.Name);
            if (line.Parent is not null && !parents.ContainsKey(Names.Key(line.Parent)))
            {
                problems.Add(new(line.Line, $"There is no team {line.Parent}, neither here nor in the file."));
            }
            else if (!IsTree(parents, key))
            {
                problems.Add(new(line.Line, $"A team cannot stand below itself, nor more than {TeamService.MaxDepth} deep."));
            }
            else if (!before.TryGetValue(key, out var parent))
            {
                added++;
                Show(line, isNew: true);
            }
            else if (parent != parents[key])
            {
                changed++;
                Show(line, isNew: false);
            }
        }

        if (problems.Count == 0 && parents.Keys.FirstOrDefault(key => !IsTree(parents, key)) is { } deep)
        {
            problems.Add(new(lines[0].Line, $"With this file the team {deep} would stand more than {TeamService.MaxDepth} deep."));
        }

        return problems.Count > 0
            ? ImportReport.Wrong(problems)
            : new(IsApplied: false, added, changed, lines.Count - added - changed, shown, [], 0);

        void Show(TeamLine line, bool isNew)
        {
            if (shown.Count < ImportReport.MostLines)
            {
                shown.Add(new(line.Line, line.Name, isNew, line.Parent is null ? "stands by itself" : $"below {line.Parent}"));
            }
        }
    }

    private static bool IsTree(Dictionary<string, string?> parents, string key)
    {
        var depth = 0;
        for (var at = (string?)key; at is not null; at = parents.GetValueOrDefault(at))
        {
            if (++depth > TeamService.MaxDepth)
            {
                return false;
            }
        }

        return true;
    }
}
