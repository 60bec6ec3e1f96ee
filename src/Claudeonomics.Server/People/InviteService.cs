using Claudeonomics.Core.People;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>An invite that was just made. The link is shown this once.</summary>
/// <param name="Path">To be appended to the server's address.</param>
public sealed record NewInvite(string Id, string Path, DateTimeOffset ExpiresAt);

/// <summary>An invite without its secret.</summary>
/// <param name="Team">Name of the team it proposes, or <see langword="null"/>.</param>
public sealed record InviteDetails(
    string Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int MaxUses, int Uses, string? Team, DateTimeOffset? RevokedAt);

/// <summary>What somebody fills in to add themselves.</summary>
/// <param name="Pseudonym">The one that the preview showed, from <see cref="InviteService.SuggestPseudonymAsync"/>.</param>
public sealed record JoinForm(string Email, string Name, string? Team, Participation Participation, string? Pseudonym)
{
    /// <summary>What is wrong, by field; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>(ToChange().Problems());
        if (!EmailAddress.IsValid(Email))
        {
            problems["email"] = ["Not an e-mail address."];
        }

        return problems;
    }

    internal PersonChange ToChange() => new(Name, Team, Participation, Pseudonym: Pseudonym);
}

/// <summary>How a row looks to others under one choice, before it is made.</summary>
/// <param name="ShownAs">The name on the board, or <see langword="null"/> when others see no row.</param>
/// <param name="Team">The team beside it, or <see langword="null"/>.</param>
/// <param name="IsRanked">Whether one has a rank at all, if only for oneself.</param>
public sealed record Appearance(Participation Participation, string? ShownAs, string? Team, bool IsRanked);

/// <summary>What became of joining.</summary>
public abstract record JoinOutcome
{
    private JoinOutcome()
    {
    }

    /// <param name="Key">A personal ingest key, shown this once.</param>
    public sealed record Joined(PersonDetails Person, NewKey Key) : JoinOutcome;

    /// <summary>The link is unknown, expired, revoked or used up.</summary>
    public sealed record InviteIsOver : JoinOutcome;

    /// <summary>Somebody with this e-mail is there already; they sign in instead.</summary>
    public sealed record EmailIsTaken : JoinOutcome;

    /// <summary>The company's identity numbers are used up.</summary>
    public sealed record NoNumberLeft : JoinOutcome;
}

/// <summary>Links with which people add themselves.</summary>
public sealed partial class InviteService
{
    public const int DefaultUses = 100;
    public const int MostUses = 10_000;
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(90);

    private readonly Registers _all;
    private readonly PeopleService _people;
    private readonly KeyService _keys;
    private readonly ILogger<InviteService> _logger;

    internal InviteService(Registers all, PeopleService people, KeyService keys, ILogger<InviteService> logger) =>
        (_all, _people, _keys, _logger) = (all, people, keys, logger);

    /// <summary>How each choice looks to others.</summary>
    public static IReadOnlyList<Appearance> Appearances(string name, string pseudonym, string? team) =>
    [
        new(Participation.Named, name, team, IsRanked: true),
        new(Participation.Pseudonym, pseudonym, team, IsRanked: true),
        new(Participation.Private, null, null, IsRanked: true),
        new(Participation.No, null, null, IsRanked: false),
    ];

    /// <summary>A pseudonym that nobody has now. It is given to who sends it back in time.</summary>
    public async Task<string> SuggestPseudonymAsync(CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        cancellationToken.ThrowIfCancellationRequested();
        return Pseudonyms.Next(name => db.People.Any(person => person.Pseudonym == name));
    }

    /// <param name="team">Name of a team to propose, created when there is none; <see langword="null"/> for none.</param>
    /// <param name="by">Who makes it.</param>
    public async Task<NewInvite> CreateAsync(
        TimeSpan lifetime, int maxUses, string? team, string by, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, LongestLifetime);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxUses, MostUses);
        var secret = SecretText.New("invite");
        var now = _all.Clock.GetUtcNow();
        await _all.Control.ChangeAsync(
            async db =>
            {
                db.Invites.Add(new()
                {
                    Id = secret.Id,
                    Hash = secret.Hash,
                    CreatedAt = now,
                    ExpiresAt = now + lifetime,
                    MaxUses = maxUses,
                    TeamId = string.IsNullOrWhiteSpace(team) ? null : (await TeamService.EnsureAsync(db, team, _all.Today)).Id,
                });
                return true;
            },
            (db, _) => _all.Roster.ReloadTeams(db),
            cancellationToken);
        LogCreated(secret.Id, by);
        return new(secret.Id, $"/join/{secret.Text}", now + lifetime);
    }

    /// <summary>The invite behind a link, or <see langword="null"/> when it is unknown, expired, revoked or used up.</summary>
    public async Task<InviteDetails?> FindAsync(string token, CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        return await FindAsync(db, token) is { } invite
            ? await Details(db, db.Invites.Where(row => row.Id == invite.Id)).FirstOrDefaultAsync(cancellationToken)
            : null;
    }

    public async Task<IReadOnlyList<InviteDetails>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        after ??= "";
        await using var db = _all.Control.Read();
        return await Details(db, db.Invites.Where(invite => invite.Id.CompareTo(after) > 0).OrderBy(invite => invite.Id).Take(limit))
            .ToListAsync(cancellationToken);
    }

    /// <returns><see langword="false"/> when there is no such invite.</returns>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken) => _all.Control.ChangeAsync(
        async db =>
        {
            var invite = await db.Invites.FirstOrDefaultAsync(invite => invite.Id == id && invite.RevokedAt == null);
            invite?.RevokedAt = _all.Clock.GetUtcNow();
            return invite is not null;
        },
        static (_, _) => { },
        cancellationToken);

    /// <summary>Adds somebody, with a key of their own, in one change.</summary>
    /// <param name="form">Without <see cref="JoinForm.Problems"/>.</param>
    public async Task<JoinOutcome> JoinAsync(string token, JoinForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var secret = SecretText.New("ingest");
        var joined = await _all.Control.ChangeAsync(
            db => JoinAsync(db, token, form, secret),
            (db, joined) =>
            {
                if (joined.Outcome is JoinOutcome.Joined { Person.Id: var personId })
                {
                    _keys.Remember(db, joined.Key);
                    _people.Remember(db, personId);
                }
            },
            cancellationToken);
        if (joined.Outcome is JoinOutcome.Joined { Person: var person })
        {
            LogJoined(person.Id, joined.InviteId, person.Participation);
        }

        return joined.Outcome;
    }

    private async Task<(JoinOutcome Outcome, string InviteId, KeyService.Created? Key)> JoinAsync(
        ControlContext db, string token, JoinForm form, SecretText secret)
    {
        if (await FindAsync(db, token) is not { } invite)
        {
            return (new JoinOutcome.InviteIsOver(), "", null);
        }

        var emailKey = EmailAddress.Key(form.Email);
        if (await db.People.AnyAsync(person => person.EmailKey == emailKey))
        {
            return (new JoinOutcome.EmailIsTaken(), invite.Id, null);
        }

        if (_all.Identities.Count >= IdentityRegister.MaxIdentities)
        {
            return (new JoinOutcome.NoNumberLeft(), invite.Id, null);
        }

        invite.Uses++;
        var by = $"invite:{invite.Id}";
        var (person, _) = (await _people.PutAsync(db, form.Email, form.ToChange(), by))!.Value;
        var key = await _keys.AddAsync(db, secret, KeyKind.Ingest, person.Id, by);
        return (new JoinOutcome.Joined(person with { HasPersonalKey = true }, new(secret.Id, secret.Text)), invite.Id, key);
    }

    private async Task<Invite?> FindAsync(ControlContext db, string token)
    {
        var id = SecretText.IdIn(token).ToString();
        var invite = await db.Invites.FirstOrDefaultAsync(invite => invite.Id == id);
        return invite is { RevokedAt: null } && invite.ExpiresAt > _all.Clock.GetUtcNow() && invite.Uses < invite.MaxUses
            && SecretText.Matches(token, invite.Hash)
            ? invite
            : null;
    }

    private static IQueryable<InviteDetails> Details(ControlContext db, IQueryable<Invite> invites) =>
        from invite in invites
        let team = db.Teams.FirstOrDefault(team => team.Id == invite.TeamId)
        select new InviteDetails(
            invite.Id, invite.CreatedAt, invite.ExpiresAt, invite.MaxUses, invite.Uses, team!.Name, invite.RevokedAt);

    [LoggerMessage(EventId = 3041, Level = LogLevel.Information, Message = "Invite {InviteId} was made by {By}")]
    private partial void LogCreated(string inviteId, string by);

    [LoggerMessage(EventId = 3042, Level = LogLevel.Information, Message = "Person {PersonId} joined with invite {InviteId} (takes part: {Participation})")]
    private partial void LogJoined(string personId, string inviteId, Participation participation);
}
