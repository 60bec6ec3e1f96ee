using Claudeonomics.Server.People.Consents;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>Adds many people in one change: a company of 85,000 in seconds instead of an hour.</summary>
internal sealed class PeopleImport(Registers all, ControlContext db)
{
    private readonly DateTimeOffset _now = all.Clock.GetUtcNow();
    private readonly List<Identity> _identities = [];

    /// <summary>Numbers that are new, to be registered after the commit.</summary>
    public IReadOnlyList<Identity> Identities => _identities;

    public IReadOnlyList<string> PersonIds { get; private set; } = [];

    /// <param name="people">Valid, each e-mail once, none of them in the directory yet.</param>
    public async Task<IReadOnlyList<ImportedPerson>> RunAsync(IReadOnlyList<NewPerson> people, string by)
    {
        var rows = await AddPeopleAsync(people);
        PersonIds = rows.ConvertAll(row => row.Id);
        await AddMembershipsAsync(people, rows);
        db.Consents.AddRange(people.Zip(rows).SelectMany(pair => ConsentBook.Beginning(all.OptIn, pair.Second.Id, pair.First.Participation, by, _now)));
        await db.SaveChangesAsync();
        await LinkWaitingAsync(rows);
        return await AddPersonalIdentitiesAsync(people, rows);
    }

    private async Task<List<Person>> AddPeopleAsync(IReadOnlyList<NewPerson> people)
    {
        var pseudonyms = (await db.People.Select(person => person.Pseudonym).ToListAsync()).ToHashSet();
        var rows = new List<Person>(people.Count);
        foreach (var person in people)
        {
            var pseudonym = Pseudonyms.Next(pseudonyms.Contains);
            pseudonyms.Add(pseudonym);
            rows.Add(new()
            {
                Id = SecretText.NewId(PeopleService.IdChars),
                Email = person.Email.Trim(),
                EmailKey = EmailAddress.Key(person.Email),
                Name = person.Name.Trim(),
                Pseudonym = pseudonym,
                TimeZone = person.TimeZone,
                WorkingDaysPerWeek = person.WorkingDaysPerWeek,
                CreatedAt = _now,
            });
        }

        db.People.AddRange(rows);
        await db.SaveChangesAsync();
        return rows;
    }

    private async Task AddMembershipsAsync(IReadOnlyList<NewPerson> people, List<Person> rows)
    {
        var teams = new Dictionary<string, string>();
        foreach (var name in people.Select(person => person.Team).Where(team => !string.IsNullOrWhiteSpace(team)).OfType<string>().Distinct())
        {
            teams[name] = (await TeamService.EnsureAsync(db, name, all.Today)).Id;
        }

        db.Memberships.AddRange(
            from pair in people.Zip(rows)
            where !string.IsNullOrWhiteSpace(pair.First.Team)
            select new Membership
            {
                PersonId = pair.Second.Id,
                TeamId = teams[pair.First.Team!],
                FromDay = DateOnly.MinValue,
                UntilDay = DateOnly.MaxValue,
            });
    }

    private async Task LinkWaitingAsync(List<Person> rows)
    {
        var waiting = await db.Identities
            .Where(identity => identity.Kind == IdentityKind.Email && identity.Value != null
                && !db.IdentityOwners.Any(owner => owner.IdentityNumber == identity.Number))
            .Select(identity => new { identity.Number, identity.Value })
            .ToListAsync();
        var byEmail = rows.ToDictionary(row => row.EmailKey, row => row.Id);
        foreach (var identity in waiting)
        {
            if (byEmail.TryGetValue(identity.Value!, out var personId))
            {
                db.IdentityOwners.Add(Ownership.FromTheBeginning(identity.Number, personId));
            }
        }
    }

    private async Task<IReadOnlyList<ImportedPerson>> AddPersonalIdentitiesAsync(IReadOnlyList<NewPerson> people, List<Person> rows)
    {
        var imported = new List<(string PersonId, Identity? Identity)>(rows.Count);
        foreach (var (person, row) in people.Zip(rows))
        {
            var identity = person.PersonalIdentity
                ? new Identity { Kind = IdentityKind.Person, Value = row.Id, RegisteredAt = _now }
                : null;
            imported.Add((row.Id, identity));
            if (identity is not null)
            {
                _identities.Add(identity);
            }
        }

        if (all.Identities.Count + _identities.Count > IdentityRegister.MaxIdentities)
        {
            throw new InvalidOperationException($"A company has at most {IdentityRegister.MaxIdentities} identities.");
        }

        db.Identities.AddRange(_identities);
        await db.SaveChangesAsync();
        db.IdentityOwners.AddRange(
            from pair in imported
            where pair.Identity is not null
            select Ownership.FromTheBeginning(pair.Identity.Number, pair.PersonId));
        return imported.ConvertAll(pair => new ImportedPerson(pair.PersonId, pair.Identity?.Number));
    }
}
