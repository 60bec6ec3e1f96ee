using System.Linq.Expressions;
using System.Security.Cryptography;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Approvals;

/// <summary>How far a request is.</summary>
public enum ApprovalState
{
    Waiting,
    Approved,
    Declined,
    Used,
    Expired,
}

/// <summary>What came of a decision.</summary>
public enum ApprovalOutcome
{
    Done,
    NoSuchRequest,

    /// <summary>The asker themselves, or somebody without a role that decides.</summary>
    NotYours,

    /// <summary>Decided or expired already.</summary>
    NotNow,
}

/// <summary>A request as lists show it.</summary>
/// <param name="AskedAs"><c>person</c> (see <paramref name="AskedByPersonId"/>), <c>key:ID</c> or <c>administrator</c>.</param>
public sealed record ApprovalDetails(
    string Id, ApprovalKind Kind, string Subject, string Reason, string AskedAs, string? AskedByPersonId, DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt, ApprovalState State, string? DecidedByPersonId, DateTimeOffset? DecidedAt, DateTimeOffset? UsedAt);

/// <summary>Requests that a second, different person has to approve. Each step leaves an entry in the access log. See README.md beside this file.</summary>
/// <remarks>
/// Bounds: <see cref="MostWaiting"/> requests wait at once. A request is decided within <see cref="Lifetime"/>, an approval used once, by who asked,
/// within as long again. Requests are kept as long as the access log.
/// </remarks>
public sealed class ApprovalService(ControlDatabase control, Roles roles, AccessLog log, TimeProvider clock)
{
    public const int MostWaiting = 1_000;

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Whether somebody may ask for something of a kind.</summary>
    public bool MayAsk(ApprovalKind kind, Viewer viewer)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return kind switch
        {
            ApprovalKind.Unmask => roles.Has(viewer.LoggedPerson, Role.Steward) || roles.Has(viewer.LoggedPerson, Role.Auditor),
            ApprovalKind.Trace => roles.Has(viewer.LoggedPerson, Role.Auditor) || viewer.IsAdministrator,
            ApprovalKind.LiftPolicy => viewer.IsAdministrator,
            ApprovalKind.Export => viewer.LoggedPerson is not null || viewer.IsAdministrator,
            _ => false,
        };
    }

    /// <summary>Whether somebody may decide about others' requests: a person, by what they signed in with themselves, with a role that looks after others.</summary>
    public bool MayDecide(Viewer viewer)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return roles.Has(viewer.LoggedPerson, Role.Steward) || roles.Has(viewer.LoggedPerson, Role.Auditor);
    }

    /// <summary>Asks.</summary>
    /// <param name="subject">What it is about, in the words of its kind.</param>
    /// <returns>The request's id, or what is wrong.</returns>
    public async Task<(string? Id, string? Problem)> AskAsync(
        ApprovalKind kind, string subject, string reason, Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (!MayAsk(kind, viewer))
        {
            return (null, "Your role does not ask for this.");
        }

        if (string.IsNullOrWhiteSpace(subject) || subject.Length > Approval.MaxSubjectChars || subject.Any(char.IsControl))
        {
            return (null, $"What it is about: 1 to {Approval.MaxSubjectChars} characters, no control characters.");
        }

        if (kind is ApprovalKind.LiftPolicy)
        {
            // Whoever approves sees every line that would change, in one way of writing it.
            try
            {
                subject = PolicyLines.Describe(PolicyLines.Read(subject));
            }
            catch (SettingsException wrong)
            {
                return (null, $"What it is about: the policy to change to. {wrong.Message}");
            }
        }

        if (string.IsNullOrWhiteSpace(reason) || reason.Length > Approval.MaxReasonChars)
        {
            return (null, $"A reason: 1 to {Approval.MaxReasonChars} characters.");
        }

        var now = clock.GetUtcNow();
        var request = new Approval
        {
            Id = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 16), Kind = kind, Subject = subject.Trim(), Reason = reason.Trim(),
            AskedAs = viewer.LoggedPerson is null ? viewer.LogName : "person", AskedByPersonId = viewer.LoggedPerson, AskedAt = now, ExpiresAt = now + Lifetime,
        };
        var isMade = await control.ChangeAsync(
            async db =>
            {
                await db.Approvals.Where(old => old.AskedAt < now - AccessLogStore.Kept).ExecuteDeleteAsync();
                if (await db.Approvals.CountAsync(other => other.IsApproved == null && other.ExpiresAt > now) >= MostWaiting)
                {
                    return false;
                }

                db.Approvals.Add(request);
                return true;
            },
            static (_, _) => { },
            cancellationToken);
        if (!isMade)
        {
            return (null, $"{MostWaiting} requests wait already.");
        }

        log.Note(AccessAct.Approval, viewer, $"asks {NameOf(kind)} {request.Id}", AboutOf(request));
        return (request.Id, null);
    }

    /// <summary>Approves or declines another's request.</summary>
    public async Task<ApprovalOutcome> DecideAsync(string id, bool approve, Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (!MayDecide(viewer))
        {
            return ApprovalOutcome.NotYours;
        }

        var now = clock.GetUtcNow();
        var (outcome, request) = await control.ChangeAsync(
            async db =>
            {
                var found = await db.Approvals.FirstOrDefaultAsync(request => request.Id == id);
                var outcome = found is null ? ApprovalOutcome.NoSuchRequest
                    : found.AskedByPersonId == viewer.LoggedPerson ? ApprovalOutcome.NotYours
                    : found.IsApproved is not null || found.ExpiresAt <= now ? ApprovalOutcome.NotNow
                    : ApprovalOutcome.Done;
                if (outcome is ApprovalOutcome.Done)
                {
                    (found!.DecidedByPersonId, found.DecidedAt, found.IsApproved, found.ExpiresAt) = (viewer.LoggedPerson, now, approve, now + Lifetime);
                }

                return (outcome, found);
            },
            static (_, _) => { },
            cancellationToken);
        if (outcome is ApprovalOutcome.Done)
        {
            log.Note(AccessAct.Approval, viewer, $"{(approve ? "approves" : "declines")} {NameOf(request!.Kind)} {id}", AboutOf(request));
        }

        return outcome;
    }

    /// <summary>What was approved, while it can still be used.</summary>
    /// <param name="kind">Which it must be of.</param>
    /// <param name="viewer">Who must have asked.</param>
    public async Task<ApprovalDetails?> FindApprovedAsync(string id, ApprovalKind kind, Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var now = clock.GetUtcNow();
        await using var db = control.Read();
        return await db.Approvals.FirstOrDefaultAsync(CanBeUsed(id, kind, viewer, now), cancellationToken) is { } found ? DetailsOf(found, now) : null;
    }

    /// <summary>Uses an approval up.</summary>
    /// <param name="kind">Which it must be of.</param>
    /// <param name="viewer">Who must have asked.</param>
    /// <returns>What was approved; <see langword="null"/> when nothing such was, or it was used or expired.</returns>
    public async Task<ApprovalDetails?> TakeAsync(string id, ApprovalKind kind, Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var now = clock.GetUtcNow();
        var taken = await control.ChangeAsync(
            async db =>
            {
                var found = await db.Approvals.FirstOrDefaultAsync(CanBeUsed(id, kind, viewer, now));
                found?.UsedAt = now;
                return found;
            },
            static (_, _) => { },
            cancellationToken);
        if (taken is null)
        {
            return null;
        }

        log.Note(AccessAct.Approval, viewer, $"uses {NameOf(kind)} {id}", AboutOf(taken));
        return DetailsOf(taken, now);
    }

    /// <summary>Requests, the latest first: one's own, and everybody's for who decides.</summary>
    /// <param name="after">The last one of the page before; <see langword="null"/> for the first page.</param>
    public async Task<IReadOnlyList<ApprovalDetails>> ListAsync(Viewer viewer, LatestPlace? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var (all, asked, askedAs) = (MayDecide(viewer), viewer.LoggedPerson, viewer.LoggedPerson is null ? viewer.LogName : "person");
        await using var db = control.Read();
        var requests = db.Approvals.Where(request => all || (request.AskedAs == askedAs && request.AskedByPersonId == asked));
        if (after is { } place)
        {
            requests = requests.Where(request => request.AskedAt < place.At || (request.AskedAt == place.At && request.Id.CompareTo(place.Id) > 0));
        }

        var found = await requests
            .OrderByDescending(request => request.AskedAt).ThenBy(request => request.Id).Take(limit).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return found.ConvertAll(request => DetailsOf(request, now));
    }

    /// <summary>What a kind is called on the wire and in the log.</summary>
    public static string NameOf(ApprovalKind kind) => kind switch
    {
        ApprovalKind.Unmask => "unmask",
        ApprovalKind.Trace => "trace",
        ApprovalKind.LiftPolicy => "lift-policy",
        ApprovalKind.Export => "export",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <returns><see langword="null"/> for a word that names none.</returns>
    public static ApprovalKind? KindOf(string? name)
    {
        foreach (var kind in Enum.GetValues<ApprovalKind>())
        {
            if (NameOf(kind) == name)
            {
                return kind;
            }
        }

        return null;
    }

    private static Expression<Func<Approval, bool>> CanBeUsed(string id, ApprovalKind kind, Viewer viewer, DateTimeOffset now)
    {
        var (asked, askedAs) = (viewer.LoggedPerson, viewer.LoggedPerson is null ? viewer.LogName : "person");
        return request => request.Id == id && request.Kind == kind && request.AskedAs == askedAs && request.AskedByPersonId == asked
            && request.IsApproved == true && request.UsedAt == null && request.ExpiresAt > now;
    }

    // Only who is unmasked is a person of the log's.
    private static string? AboutOf(Approval request) => request.Kind is ApprovalKind.Unmask ? request.Subject : null;

    private static ApprovalDetails DetailsOf(Approval request, DateTimeOffset now) => new(
        request.Id, request.Kind, request.Subject, request.Reason, request.AskedAs, request.AskedByPersonId, request.AskedAt, request.ExpiresAt,
        request.UsedAt is not null ? ApprovalState.Used
            : request.IsApproved == false ? ApprovalState.Declined
            : request.ExpiresAt <= now ? ApprovalState.Expired
            : request.IsApproved == true ? ApprovalState.Approved
            : ApprovalState.Waiting,
        request.DecidedByPersonId, request.DecidedAt, request.UsedAt);
}
