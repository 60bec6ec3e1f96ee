using System.Security.Cryptography;
using System.Text;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Shares;

/// <summary>A link as its list shows it.</summary>
/// <param name="SharedAs"><c>person</c> (see <paramref name="SharedByPersonId"/>), <c>key:ID</c> or <c>administrator</c>.</param>
/// <param name="View">The board's choices as a query.</param>
public sealed record ShareDetails(
    string Id, string Board, string View, string Audience, string SharedAs, string? SharedByPersonId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt);

/// <summary>A link that was just made.</summary>
/// <param name="Path">With the secret, shown this once.</param>
public sealed record NewShare(string Id, string Path, DateTimeOffset ExpiresAt);

/// <summary>Links to one view of a board that open without signing in, for a day at most. See README.md beside this file.</summary>
/// <remarks>Bounds: <see cref="MostOpen"/> links that are open at once for one sharer, <see cref="LongestHours"/> hours each. A link that is over is kept 400 days, as the log is.</remarks>
public sealed class ShareService(ControlDatabase control, AccessLog log, PrivacyPolicy policy, TimeProvider clock)
{
    public const int LongestHours = 24;
    public const int MostOpen = 20;

    /// <summary>Where links lead.</summary>
    public const string Path = "/s/";

    private const int SecretChars = 40;

    /// <summary>Whether a list of people may be shared: among people who know each other. Otherwise teams are.</summary>
    public bool MayShowPeople => !policy.GuardsGroups;

    /// <summary>Makes a link.</summary>
    /// <param name="board">One of <see cref="BoardNames.All"/>.</param>
    /// <param name="view">The choices as a query with or without its question mark; a search in it is left out by whoever reads it.</param>
    /// <param name="showsTeams">Whether the view lists teams.</param>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="hours">1 to <see cref="LongestHours"/>.</param>
    /// <returns>The link, or what is wrong.</returns>
    public async Task<(NewShare? Made, string? Problem)> CreateAsync(
        string board, string view, bool showsTeams, string audience, int hours, Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(viewer);
        if (ProblemOf(board, view, showsTeams, audience, hours, viewer) is { } problem)
        {
            return (null, problem);
        }

        var now = clock.GetUtcNow();
        var secret = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", SecretChars);
        var share = new Share
        {
            Id = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 12), Hash = HashOf(secret), Board = board, View = view.TrimStart('?'),
            Audience = audience.Trim(), SharedAs = viewer.LoggedPerson is null ? viewer.LogName : "person", SharedByPersonId = viewer.LoggedPerson, CreatedAt = now,
            ExpiresAt = now.AddHours(hours),
        };
        var isMade = await control.ChangeAsync(
            async db =>
            {
                await db.Shares.Where(old => old.ExpiresAt < now - AccessLogStore.Kept).ExecuteDeleteAsync();
                if (await db.Shares.CountAsync(other => other.SharedAs == share.SharedAs && other.SharedByPersonId == share.SharedByPersonId
                    && other.RevokedAt == null && other.ExpiresAt > now) >= MostOpen)
                {
                    return false;
                }

                db.Shares.Add(share);
                return true;
            },
            static (_, _) => { },
            cancellationToken);
        if (!isMade)
        {
            return (null, $"{MostOpen} links of yours are open already: revoke one.");
        }

        log.Note(AccessAct.Share, viewer, $"shares {board} {share.Id}");
        return (new(share.Id, Path + secret, share.ExpiresAt), null);
    }

    /// <summary>The view behind a link; <see langword="null"/> when the link is none, is over or was revoked.</summary>
    public async Task<ShareDetails?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(secret), clock.GetUtcNow());
        await using var db = control.Read();
        return await db.Shares.FirstOrDefaultAsync(share => share.Hash == hash && share.RevokedAt == null && share.ExpiresAt > now, cancellationToken) is { } share
            ? DetailsOf(share)
            : null;
    }

    /// <summary>Ends a link, at once.</summary>
    /// <returns><see langword="false"/> when there is no such link of the viewer's; an administrator ends anybody's.</returns>
    public async Task<bool> RevokeAsync(string id, Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var (now, any, by, byAs) = (clock.GetUtcNow(), viewer.IsAdministrator, viewer.LoggedPerson, viewer.LoggedPerson is null ? viewer.LogName : "person");
        var isRevoked = await control.ChangeAsync(
            async db => await db.Shares.Where(share => share.Id == id && share.RevokedAt == null && (any || (share.SharedAs == byAs && share.SharedByPersonId == by)))
                .ExecuteUpdateAsync(share => share.SetProperty(row => row.RevokedAt, now)) > 0,
            static (_, _) => { },
            cancellationToken);
        if (isRevoked)
        {
            log.Note(AccessAct.Share, viewer, $"revokes {id}");
        }

        return isRevoked;
    }

    /// <summary>The viewer's links, the latest first; everybody's for an administrator.</summary>
    /// <param name="after">The last one of the page before; <see langword="null"/> for the first page.</param>
    public async Task<IReadOnlyList<ShareDetails>> ListAsync(Viewer viewer, LatestPlace? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var (any, by, byAs) = (viewer.IsAdministrator, viewer.LoggedPerson, viewer.LoggedPerson is null ? viewer.LogName : "person");
        await using var db = control.Read();
        var shares = db.Shares.Where(share => any || (share.SharedAs == byAs && share.SharedByPersonId == by));
        if (after is { } place)
        {
            shares = shares.Where(share => share.CreatedAt < place.At || (share.CreatedAt == place.At && share.Id.CompareTo(place.Id) > 0));
        }

        return (await shares
            .OrderByDescending(share => share.CreatedAt).ThenBy(share => share.Id).Take(limit).ToListAsync(cancellationToken)).ConvertAll(DetailsOf);
    }

    private string? ProblemOf(string board, string view, bool showsTeams, string audience, int hours, Viewer viewer) =>
        viewer is { LoggedPerson: null, IsAdministrator: false } ? "Somebody with a name of their own shares."
        : !BoardNames.All.Contains(board) ? $"There is no board '{board}'."
        : view.Length > Share.MaxViewChars ? $"A view is at most {Share.MaxViewChars} characters."
        : !showsTeams && !MayShowPeople ? "People are shared by name or pseudonym under the policy open only; share the teams."
        : string.IsNullOrWhiteSpace(audience) || audience.Length > Share.MaxAudienceChars || audience.Any(char.IsControl)
            ? $"Whom it is for: 1 to {Share.MaxAudienceChars} characters."
        : hours is < 1 or > LongestHours ? $"1 to {LongestHours} hours."
        : null;

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static ShareDetails DetailsOf(Share share) => new(
        share.Id, share.Board, share.View, share.Audience, share.SharedAs, share.SharedByPersonId, share.CreatedAt, share.ExpiresAt, share.RevokedAt);
}
