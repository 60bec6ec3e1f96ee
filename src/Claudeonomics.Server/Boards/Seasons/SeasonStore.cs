using System.Text;
using Claudeonomics.Core.Ranking.Seasons;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Boards.Seasons;

/// <summary>Sealed seasons in the control store.</summary>
internal sealed class SeasonStore(ControlDatabase control)
{
    public IReadOnlyList<DateOnly> Months()
    {
        using var db = control.Read();
        return [.. db.SealedSeasons.Select(static season => season.Month).AsEnumerable().OrderDescending()];
    }

    public (Season Season, DateTimeOffset SealedAt)? Find(DateOnly month)
    {
        using var db = control.Read();
        if (db.SealedSeasons.FirstOrDefault(season => season.Month == month) is not { } season)
        {
            return null;
        }

        var lines = db.SealedSeasonEntries.Where(entry => entry.Month == month).ToDictionary(static entry => entry.Place, static entry => entry.Line);
        return (new(Encoding.UTF8.GetString(season.Header), lines, season.EntriesHash, season.Hash), season.SealedAt);
    }

    /// <summary>Lines of one person, by month.</summary>
    public IReadOnlyList<(DateOnly Month, string Line)> LinesOf(string personId)
    {
        using var db = control.Read();
        return [.. db.SealedSeasonEntries.Where(entry => entry.PersonId == personId)
            .Select(static entry => new { entry.Month, entry.Line }).AsEnumerable().Select(static entry => (entry.Month, entry.Line)).OrderByDescending(static entry => entry.Month)];
    }

    /// <summary>Keeps a season, whole or not at all; one that is there already stays as it is.</summary>
    public Task<bool> AddAsync(Season season, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var header = SeasonHeader.Parse(season.Header);
        return control.ChangeAsync(
            async db =>
            {
                if (await db.SealedSeasons.AnyAsync(known => known.Month == header.Month))
                {
                    return false;
                }

                db.SealedSeasons.Add(new()
                {
                    Month = header.Month,
                    RulesVersion = header.KeptVersion,
                    Header = Encoding.UTF8.GetBytes(season.Header),
                    EntriesHash = season.LineHashes,
                    Hash = season.Hash,
                    SealedAt = now,
                });
                await db.SaveChangesAsync();

                // Who was erased while the season was being computed has no line to keep; their hash stays.
                var known = (await db.People.Select(static person => person.Id).ToListAsync()).ToHashSet(StringComparer.Ordinal);
                foreach (var lines in season.Lines.Chunk(RowsAtOnce))
                {
                    db.SealedSeasonEntries.AddRange(lines
                        .Select(static line => (line.Key, line.Value, Person: SeasonLine.Parse(line.Value).Person))
                        .Where(line => known.Contains(line.Person))
                        .Select(line => new SealedSeasonEntry { Month = header.Month, Place = line.Key, PersonId = line.Person, Line = line.Value }));
                    await db.SaveChangesAsync();
                    db.ChangeTracker.Clear();
                }

                return true;
            },
            static (_, _) => { },
            cancellationToken);
    }

    // So many rows are tracked at once.
    private const int RowsAtOnce = 2_000;
}
