using Claudeonomics.Core.People;
using Claudeonomics.Server.People.Consents;
using Claudeonomics.Server.People.Rights;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>The company's directory: adding, changing, reading and erasing people.</summary>
public sealed partial class PeopleService
{
    /// <summary>Length of a person's id.</summary>
    internal const int IdChars = 12;

    // SQLite takes some 32,000 values in one statement.
    private const int MostAtOnce = 10_000;

    private readonly Registers _all;
    private readonly AccessLog _access;
    private readonly ILogger<PeopleService> _logger;

    internal PeopleService(Registers all, AccessLog access, ILogger<PeopleService> logger) => (_all, _access, _logger) = (all, access, logger);

    public async Task<PersonDetails?> FindAsync(string email, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(email);
        await using var db = _all.Control.Read();
        return await Details(db, db.People.Where(person => person.EmailKey == key)).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<PersonDetails?> FindByIdAsync(string personId, CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        return await Details(db, db.People.Where(person => person.Id == personId)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>People by e-mail.</summary>
    /// <param name="after">The last e-mail of the page before; <see langword="null"/> for the first page.</param>
    public async Task<IReadOnlyList<PersonDetails>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(after ?? "");
        await using var db = _all.Control.Read();
        return await Details(db, db.People.Where(person => person.EmailKey.CompareTo(key) > 0).OrderBy(person => person.EmailKey).Take(limit))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Changes a person, or creates them when there is none with the e-mail.</summary>
    /// <param name="email">Valid by <see cref="EmailAddress.IsValid"/>.</param>
    /// <param name="change">Without <see cref="PersonChange.Problems"/>, and nothing that <see cref="OptIn.Problem"/> leaves to the person.</param>
    /// <param name="by">Who does it: <c>self</c>, <c>key:ID</c>, <c>invite:ID</c>.</param>
    /// <param name="cancellationToken">Stops the waiting, not the change.</param>
    /// <returns>The person and whether they are new; <see langword="null"/> when they would be new and have no name.</returns>
    public async Task<(PersonDetails Person, bool IsNew)?> PutAsync(
        string email, PersonChange change, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var put = await _all.Control.ChangeAsync(
            db => PutAsync(db, email, change, by), (db, put) => Remember(db, put?.Person.Id), cancellationToken);
        if (put is var (person, isNew))
        {
            LogPut(person.Id, isNew, person.Participation, by);
        }

        return put;
    }

    /// <summary>Adds many people at once. Who is in the directory already is left as they are.</summary>
    /// <returns>Who was added, in the order given; people who were there are left out.</returns>
    /// <exception cref="InvalidOperationException">The company's identity numbers do not suffice; nobody was added.</exception>
    public Task<IReadOnlyList<ImportedPerson>> ImportAsync(IReadOnlyList<NewPerson> people, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        PeopleImport? import = null;
        return _all.Control.ChangeAsync(
            async db =>
            {
                var known = (await db.People.Select(person => person.EmailKey).ToListAsync()).ToHashSet();
                import = new(_all, db);
                return await import.RunAsync([.. people.Where(person => known.Add(EmailAddress.Key(person.Email)))], by);
            },
            (db, _) =>
            {
                foreach (var identity in import!.Identities)
                {
                    _all.Identities.Registered(identity);
                }

                Remember(db, import.PersonIds);
            },
            cancellationToken);
    }

    /// <summary>Every change of somebody's participation, oldest first.</summary>
    public async Task<IReadOnlyList<ConsentChange>> ConsentHistoryAsync(string personId, CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        return ConsentBook.HistoryOf(await db.Consents.Where(consent => consent.PersonId == personId).ToListAsync(cancellationToken), _all.OptIn.Texts);
    }

    /// <summary>Destroys everything that says who somebody was, at once. The ledger's numbers stay, and nothing leads from them to a person.</summary>
    /// <returns><see langword="false"/> when there is nobody with the e-mail.</returns>
    public async Task<bool> EraseAsync(string email, string by, CancellationToken cancellationToken)
    {
        var erased = await _all.Control.ChangeAsync(
            db => EraseAsync(db, EmailAddress.Key(email)),
            (db, erased) =>
            {
                if (erased is not null)
                {
                    foreach (var (kind, value, number) in erased.Identities)
                    {
                        _all.Identities.Forget(kind, value, number);
                    }

                    _all.Keys.RemoveOf(erased.PersonId);
                    _all.Sessions.RemoveOf(new HashSet<string> { erased.PersonId });
                    _all.Roles.Reload(db, [erased.PersonId]);
                    _all.Roster.Reload(db, erased.PersonId);
                }
            },
            cancellationToken);
        if (erased is null)
        {
            return false;
        }

        // Whoever asked may go: what was begun is finished.
        await _access.ForgetAsync(erased.PersonId, CancellationToken.None);
        await _all.Control.ForgetDeletedAsync(CancellationToken.None);
        LogErased(by);
        return true;
    }

    /// <summary>The change itself, for those that make more than a person in one.</summary>
    internal async Task<(PersonDetails Person, bool IsNew)?> PutAsync(ControlContext db, string email, PersonChange change, string by)
    {
        var key = EmailAddress.Key(email);
        var person = await db.People.FirstOrDefaultAsync(person => person.EmailKey == key);
        if (person is null && change.Name is null)
        {
            return null;
        }

        var isNew = person is null;
        person ??= await AddAsync(db, email, change);
        await ApplyAsync(db, person, change, by);
        await db.SaveChangesAsync();
        return (await Details(db, db.People.Where(row => row.Id == person.Id)).FirstAsync(), isNew);
    }

    /// <summary>Tells the roster after the commit.</summary>
    internal void Remember(ControlContext db, params IReadOnlyCollection<string?> personIds)
    {
        foreach (var changed in personIds.OfType<string>().Chunk(MostAtOnce))
        {
            // A team may be new with them.
            _all.Roster.ReloadTeams(db);
            _all.Roster.Reload(db, changed);
            _all.Roles.Reload(db, changed);
            _all.Keys.Reload(db, changed);
            var left = db.People.Where(person => changed.Contains(person.Id) && person.DeactivatedAt != null).Select(person => person.Id);
            _all.Sessions.RemoveOf(left.ToHashSet());
        }
    }

    internal IQueryable<PersonDetails> Details(ControlContext db, IQueryable<Person> people)
    {
        var optIn = _all.OptIn;
        return
        from person in people
        let member = db.Memberships.FirstOrDefault(member => member.PersonId == person.Id && member.UntilDay == DateOnly.MaxValue)
        let team = db.Teams.FirstOrDefault(team => team.Id == member!.TeamId)
        let declared = db.AutomationDeclarations.FirstOrDefault(declared => declared.PersonId == person.Id)
        select new PersonDetails(
            person.Id, person.Email, person.Name, person.Pseudonym, team!.Id, team.Name, person.TimeZone,
            person.WorkingDaysPerWeek, person.QuietHours, person.CreatedAt,
            db.ApiKeys.Any(key => key.PersonId == person.Id && (key.Kind == KeyKind.Ingest || key.Kind == KeyKind.Device) && key.RevokedAt == null),
            declared != null && declared.IsWhole, declared != null ? declared.DeclaredAt : null, db.PersonRoles.Where(row => row.PersonId == person.Id).OrderBy(row => row.Role).Select(row => row.Role).ToList(),
            person.SharesStreak,
            PersonConsents.Of(
                db.Consents.Where(consent => consent.PersonId == person.Id && consent.WithdrawnAt == null).OrderBy(consent => consent.Purpose)
                    .Select(consent => new GivenConsent(consent.Purpose, consent.Version, consent.GivenAt, consent.GivenBy)).ToList(),
                optIn),
            person.EmployeeNumber, person.DeactivatedAt == null);
    }

    /// <summary>Gives somebody another e-mail. What was claimed under it before anybody knew them is theirs now.</summary>
    /// <returns><see langword="false"/> when it is somebody else's.</returns>
    internal static async Task<bool> RenameAsync(ControlContext db, Person person, string email)
    {
        var key = EmailAddress.Key(email);
        if (key != person.EmailKey)
        {
            if (await db.People.AnyAsync(other => other.EmailKey == key))
            {
                return false;
            }

            person.EmailKey = key;
            // Somebody with a key of their own is known by it, so what is merely claimed in their name waits.
            if (!await db.ApiKeys.AnyAsync(PersonalKeys.OfPerson(person.Id)))
            {
                await LinkWaitingAsync(db, key, person.Id);
            }
        }

        person.Email = email.Trim();
        return true;
    }

    internal async Task<Person> AddAsync(ControlContext db, string email, PersonChange change)
    {
        var key = EmailAddress.Key(email);
        bool IsTaken(string name) => db.People.Any(person => person.Pseudonym == name);
        var person = new Person
        {
            Id = SecretText.NewId(IdChars),
            Email = email.Trim(),
            EmailKey = key,
            Name = change.Name!.Trim(),
            Pseudonym = change.Pseudonym is { } chosen && !IsTaken(chosen) ? chosen : Pseudonyms.Next(IsTaken),
            CreatedAt = _all.Clock.GetUtcNow(),
        };
        db.People.Add(person);
        await db.SaveChangesAsync();

        // What was claimed in their name before anybody knew them has waited for this moment.
        await LinkWaitingAsync(db, key, person.Id);
        return person;
    }

    private static async Task LinkWaitingAsync(ControlContext db, string key, string personId)
    {
        var waiting = db.Identities
            .Where(identity => identity.Kind == IdentityKind.Email && identity.Value == key
                && !db.IdentityOwners.Any(owner => owner.IdentityNumber == identity.Number))
            .Select(identity => identity.Number);
        foreach (var number in await waiting.ToListAsync())
        {
            db.IdentityOwners.Add(Ownership.FromTheBeginning(number, personId));
        }
    }

    internal async Task ApplyAsync(ControlContext db, Person person, PersonChange change, string by)
    {
        person.Name = change.Name?.Trim() ?? person.Name;
        person.TimeZone = change.TimeZone switch { null => person.TimeZone, "" => null, var zone => zone };
        person.WorkingDaysPerWeek = change.WorkingDaysPerWeek ?? person.WorkingDaysPerWeek;
        person.QuietHours = change.QuietHours is { } quiet ? QuietHours.Find(quiet, TimeZoneInfo.Utc)?.ToString() : person.QuietHours;
        person.SharesStreak = change.SharesStreak ?? person.SharesStreak;
        person.EmployeeNumber = change.EmployeeNumber switch { null => person.EmployeeNumber, "" => null, var number => number.Trim() };
        if (change.IsActive is { } isActive)
        {
            await ActivateAsync(db, person, isActive);
        }

        if (change.IsAutomation is { } isAutomation)
        {
            await DeclareAsync(db, person.Id, isAutomation, by);
        }

        if (change.Roles is { } roles)
        {
            await GiveRolesAsync(db, person.Id, roles, by);
        }

        if (change.Team is not null)
        {
            await MoveAsync(db, person.Id, change.Team.Trim().Length == 0 ? null : (await TeamService.EnsureAsync(db, change.Team, _all.Today)).Id);
        }

        if (change.HasNewPseudonym)
        {
            person.Pseudonym = Pseudonyms.Next(name => db.People.Any(other => other.Pseudonym == name));

            // Whoever remembers what stood under the one before would know this one by it.
            await db.HelpOffers.Where(offer => offer.PersonId == person.Id && offer.PublishedAs == Participation.Pseudonym)
                .ExecuteUpdateAsync(offer => offer.SetProperty(row => row.PublishedAs, Participation.No));
            await db.Kudos.Where(kudos => kudos.FromPersonId == person.Id && kudos.GivenAs == Participation.Pseudonym)
                .ExecuteUpdateAsync(kudos => kudos.SetProperty(row => row.GivenAs, Participation.No));
        }

        if (change.Participation is { } participation)
        {
            await ConsentBook.TakePartAsync(db, _all.OptIn, person.Id, participation, by, _all.Clock.GetUtcNow());
        }

        if (change.SharesWithTeam is { } shares && change.Participation is not Participation.No)
        {
            await ConsentBook.ShareWithTeamAsync(db, _all.OptIn, person.Id, shares, by, _all.Clock.GetUtcNow());
        }
    }

    // A role that somebody keeps keeps its date.
    private async Task GiveRolesAsync(ControlContext db, string personId, IReadOnlyList<Role> roles, string by)
    {
        var had = await db.PersonRoles.Where(row => row.PersonId == personId).ToListAsync();
        db.PersonRoles.RemoveRange(had.Where(row => !roles.Contains(row.Role)));
        db.PersonRoles.AddRange(roles.Distinct().Where(role => !had.Exists(row => row.Role == role))
            .Select(role => new PersonRole { PersonId = personId, Role = role, Since = _all.Clock.GetUtcNow(), GivenBy = by }));
    }

    // Keys are kept and rest: a directory that takes somebody out by mistake and puts them back leaves their agents as they were.
    private async Task ActivateAsync(ControlContext db, Person person, bool isActive)
    {
        if (isActive)
        {
            person.DeactivatedAt = null;
            return;
        }

        person.DeactivatedAt ??= _all.Clock.GetUtcNow();
        await db.Sessions.Where(session => session.PersonId == person.Id).ExecuteDeleteAsync();
        await db.SignInLinks.Where(link => link.PersonId == person.Id).ExecuteDeleteAsync();
        await db.DeviceSignIns.Where(waiting => waiting.PersonId == person.Id).ExecuteDeleteAsync();
    }

    // What somebody declared of their headless use is taken up by the declaration of the whole entry, and ends with it.
    private async Task DeclareAsync(ControlContext db, string personId, bool isAutomation, string by)
    {
        var declared = await db.AutomationDeclarations.FindAsync(personId);
        if (isAutomation && declared is null)
        {
            db.AutomationDeclarations.Add(new() { PersonId = personId, DeclaredAt = _all.Clock.GetUtcNow(), DeclaredBy = by, IsWhole = true });
        }
        else if (isAutomation && declared is { IsWhole: false })
        {
            (declared.DeclaredAt, declared.DeclaredBy, declared.IsWhole) = (_all.Clock.GetUtcNow(), by, true);
        }
        else if (!isAutomation && declared is { IsWhole: true })
        {
            db.AutomationDeclarations.Remove(declared);
        }
    }

    /// <summary>Ends the present membership today and begins another; the first one reaches back to the beginning.</summary>
    /// <param name="teamId">Of the team, or <see langword="null"/> for none.</param>
    internal async Task MoveAsync(ControlContext db, string personId, string? teamId)
    {
        var today = _all.Today;
        var memberships = await db.Memberships.Where(member => member.PersonId == personId).ToListAsync();
        var present = memberships.Find(member => member.UntilDay == DateOnly.MaxValue);
        if (present?.TeamId == teamId)
        {
            return;
        }

        if (present is not null)
        {
            present.UntilDay = today;
            if (present.FromDay >= today)
            {
                db.Memberships.Remove(present);
            }
        }

        if (teamId is not null)
        {
            db.Memberships.Add(new()
            {
                PersonId = personId,
                TeamId = teamId,
                FromDay = memberships.Count == 0 ? DateOnly.MinValue : today,
                UntilDay = DateOnly.MaxValue,
            });
        }
    }

    private async Task<Erased?> EraseAsync(ControlContext db, string emailKey)
    {
        if (await db.People.FirstOrDefaultAsync(person => person.EmailKey == emailKey) is not { } person)
        {
            return null;
        }

        var now = _all.Clock.GetUtcNow();
        _all.Erasures.Add(person.Id, now);
        return await PersonErasure.RunAsync(db, person, now);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Person {PersonId} was put (new: {IsNew}, takes part: {Participation}) by {By}")]
    private partial void LogPut(string personId, bool isNew, Participation participation, string by);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "A person was erased by {By}")]
    private partial void LogErased(string by);
}
