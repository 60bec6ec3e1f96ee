using System.Globalization;
using System.Threading.Channels;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>Everybody in memory, and the roster made of it.</summary>
/// <remarks>
/// A change re-reads the people it touched, by the same code that reads all of them at start, so memory cannot drift from the
/// store. The roster itself is put together when somebody asks for it: eighty thousand changes in a row do not copy eighty
/// thousand people eighty thousand times.
/// </remarks>
internal sealed class RosterSource : IRosterSource
{
    private readonly CompanyCalendar _calendar;
    private readonly OptIn _optIn;
    private readonly Lock _changing = new();
    private readonly List<Entry> _seats = [];
    private readonly Dictionary<string, int> _seatOf = [];

    // One place: changes that nobody was told of yet are one thing to tell.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private List<Team> _teams = [];
    private List<FormerTeamPlace> _formerPlaces = [];
    private long _version;
    private Roster _current = Roster.Empty;

    public RosterSource(ControlDatabase control, Company company, OptIn optIn, TimeProvider clock)
    {
        (_calendar, _optIn) = (company.Calendar, optIn);
        // Later starts go on above the versions of earlier ones, so that a version never names two rosters.
        _version = clock.GetUtcNow().ToUnixTimeMilliseconds();
        using var db = control.Read();
        (_teams, _formerPlaces) = (ReadTeams(db), ReadFormerPlaces(db));
        foreach (var entry in ReadPeople(db, db.People))
        {
            Seat(entry);
        }
    }

    public event Action? Changed;

    public Roster Current
    {
        get
        {
            var current = Volatile.Read(ref _current);
            if (current.Version == Interlocked.Read(ref _version))
            {
                return current;
            }

            lock (_changing)
            {
                if (_current.Version != _version)
                {
                    Volatile.Write(ref _current, Build());
                }

                return _current;
            }
        }
    }

    /// <summary>Reads people anew after a change of theirs was committed. Who is no longer there is forgotten.</summary>
    public void Reload(ControlContext db, params IReadOnlyCollection<string> personIds)
    {
        var found = ReadPeople(db, db.People.Where(person => personIds.Contains(person.Id)));
        lock (_changing)
        {
            foreach (var gone in personIds.Except(found.Select(entry => entry.Person.Id)))
            {
                // An empty seat: nobody behind it moves up, so that an ordinal somebody holds cannot come to mean somebody else.
                if (_seatOf.Remove(gone, out var seat))
                {
                    _seats[seat] = Entry.Empty(seat);
                }
            }

            foreach (var entry in found)
            {
                Seat(entry);
            }

            Changing();
        }
    }

    /// <summary>Reads the teams anew after one was added, renamed or moved.</summary>
    public void ReloadTeams(ControlContext db)
    {
        var teams = ReadTeams(db).ToDictionary(team => team.Id);
        var formerPlaces = ReadFormerPlaces(db);
        lock (_changing)
        {
            // Those that are known keep their places; teams are never deleted.
            _teams = [.. _teams.Select(team => teams[team.Id]), .. teams.Values.ExceptBy(_teams.Select(team => team.Id), team => team.Id)];
            _formerPlaces = formerPlaces;
            Changing();
        }
    }

    /// <summary>A person's ordinal in the roster; <see langword="null"/> when there is none with the id.</summary>
    public int? OrdinalOf(string personId)
    {
        lock (_changing)
        {
            return _seatOf.TryGetValue(personId, out var seat) ? seat : null;
        }
    }

    /// <summary>Tells listeners about changes, at once but no more often than they can follow.</summary>
    public async Task AnnounceAsync(TimeSpan atMostEvery, CancellationToken cancellationToken)
    {
        await foreach (var _ in _changed.Reader.ReadAllAsync(cancellationToken))
        {
            Changed?.Invoke();
            await Task.Delay(atMostEvery, cancellationToken);
        }
    }

    private void Seat(Entry entry)
    {
        if (_seatOf.TryGetValue(entry.Person.Id, out var seat))
        {
            _seats[seat] = entry;
            return;
        }

        _seatOf.Add(entry.Person.Id, _seats.Count);
        _seats.Add(entry);
    }

    private void Changing()
    {
        Interlocked.Increment(ref _version);
        _changed.Writer.TryWrite(true);
    }

    private Roster Build()
    {
        var teamOrdinals = new Dictionary<string, int>(_teams.Count);
        foreach (var team in _teams)
        {
            teamOrdinals.Add(team.Id, teamOrdinals.Count);
        }

        var people = new List<RosterPerson>(_seats.Count);
        var links = new List<IdentityLink>(_seats.Count);
        var memberships = new List<TeamMembership>(_seats.Count);
        foreach (var entry in _seats)
        {
            foreach (var owned in entry.Identities)
            {
                links.Add(new(owned.Number, people.Count, owned.From, owned.Until));
            }

            foreach (var member in entry.Teams)
            {
                memberships.Add(new(people.Count, teamOrdinals[member.TeamId], member.From, member.Until));
            }

            people.Add(entry.Person);
        }

        int TeamOf(string? team) => team is null ? -1 : teamOrdinals[team];
        var teams = _teams.ConvertAll(team => new RosterTeam(team.Id, team.Name, TeamOf(team.ParentId)));
        return new(_version, people, teams, links, memberships)
        {
            FormerPlaces = _formerPlaces.ConvertAll(place => new FormerPlace(TeamOf(place.TeamId), TeamOf(place.ParentId), place.UntilDay)),
        };
    }

    private static List<Team> ReadTeams(ControlContext db) => [.. db.Teams.AsNoTracking().OrderBy(team => team.Id)];

    private static List<FormerTeamPlace> ReadFormerPlaces(ControlContext db) => [.. db.FormerTeamPlaces.AsNoTracking().OrderBy(place => place.Id)];

    private List<Entry> ReadPeople(ControlContext db, IQueryable<Person> which)
    {
        var ids = which.Select(person => person.Id);
        var identities = db.IdentityOwners.Where(owner => ids.Contains(owner.PersonId))
            .Select(owner => new { owner.PersonId, Owned = new Owned(owner.IdentityNumber, owner.FromDay, owner.UntilDay) })
            .AsEnumerable()
            .ToLookup(owner => owner.PersonId, owner => owner.Owned);
        var teams = db.Memberships.Where(member => ids.Contains(member.PersonId))
            .Select(member => new { member.PersonId, Member = new Member(member.TeamId, member.FromDay, member.UntilDay) })
            .AsEnumerable()
            .ToLookup(member => member.PersonId, member => member.Member);
        var machines = db.AutomationDeclarations.Where(declared => declared.IsWhole && ids.Contains(declared.PersonId))
            .Select(declared => declared.PersonId).ToHashSet();
        var consents = db.Consents.Where(consent => consent.WithdrawnAt == null && ids.Contains(consent.PersonId))
            .Select(consent => new { consent.PersonId, Given = new GivenConsent(consent.Purpose, consent.Version, consent.GivenAt, consent.GivenBy) })
            .AsEnumerable()
            .ToLookup(consent => consent.PersonId, consent => consent.Given);
        return [.. which.AsNoTracking().OrderBy(person => person.CreatedAt).ThenBy(person => person.Id).AsEnumerable()
            .Select(person => new Entry(ToRoster(person, machines.Contains(person.Id), AllowedOf(person, consents[person.Id])), [.. identities[person.Id]], [.. teams[person.Id]]))];
    }

    // Who has left takes part in nothing, and in what they chose once they are back.
    private ConsentScope AllowedOf(Person person, IEnumerable<GivenConsent> given) => person.DeactivatedAt is null ? _optIn.Allowed(given) : ConsentScope.None;

    // Whoever is not shown by name carries the pseudonym here too: nothing downstream has a name that it could show by mistake.
    private RosterPerson ToRoster(Person person, bool isAutomation, ConsentScope allowed) => isAutomation
        ? new(person.Id, person.Name, Participation.No, person.WorkingDaysPerWeek, _calendar.DayOf(person.CreatedAt.ToUnixTimeMilliseconds()), IsAutomation: true)
        : new(
        person.Id, allowed.HasFlag(ConsentScope.Name) ? person.Name : person.Pseudonym, ConsentTexts.ParticipationOf(allowed),
        person.WorkingDaysPerWeek, _calendar.DayOf(person.CreatedAt.ToUnixTimeMilliseconds()), SharesStreak: person.SharesStreak,
        SharesWithTeam: allowed.HasFlag(ConsentScope.TeamLine), Quiet: QuietHours.Find(person.QuietHours, _calendar.ZoneOr(person.TimeZone)));

    private sealed record Entry(RosterPerson Person, Owned[] Identities, Member[] Teams)
    {
        public static Entry Empty(int seat) => new(
            new(string.Create(CultureInfo.InvariantCulture, $"empty-{seat}"), "", Participation.No, 5, DateOnly.MinValue), [], []);
    }

    private readonly record struct Owned(int Number, DateOnly From, DateOnly Until);

    private readonly record struct Member(string TeamId, DateOnly From, DateOnly Until);
}
