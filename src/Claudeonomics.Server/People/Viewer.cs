using System.Security.Claims;

namespace Claudeonomics.Server.People;

/// <summary>Who is looking: signed in by a cookie or a read or admin key.</summary>
/// <param name="PersonId">The person's id in the roster; <see langword="null"/> for an administrator without a row of their own.</param>
/// <param name="IsAdministrator">May set up people and keys.</param>
/// <param name="KeyId">The key that is shown, or that the browser was signed in with; <see langword="null"/> for who came by a link.</param>
/// <param name="IsLent">By a key that somebody else made: it sees what the person sees, and whoever made it may be the one who looks.</param>
public sealed record Viewer(string? PersonId, bool IsAdministrator, string? KeyId = null, bool IsLent = false)
{
    /// <summary>How the access log names a look that nobody's key is needed for.</summary>
    public const string NobodysName = "anybody";

    public const string PersonClaim = "claudeonomics/person";
    public const string AdministratorRole = "administrator";

    /// <summary>The person as whom a look is written down: nobody, when it may be somebody else's.</summary>
    public string? LoggedPerson => IsLent ? null : PersonId;

    /// <summary>Who may be behind a look, for whoever counts what one reader reads: all of a person's keys together, whoever made them.</summary>
    public string Reader => PersonId ?? LogName;

    /// <summary>How the access log tells one viewer from another: a person's id, <c>key:ID</c>, or <c>administrator</c>.</summary>
    public string LogName { get; } = (IsLent ? null : PersonId) ?? (KeyId is null ? AdministratorRole : $"key:{KeyId}");

    public static Viewer? From(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.Identity is { IsAuthenticated: true }
            ? new(
                principal.FindFirstValue(PersonClaim), principal.IsInRole(AdministratorRole),
                principal.FindFirstValue(SignIn.KeyIdClaim) ?? principal.FindFirstValue(SignIn.OpenedWithClaim), principal.HasClaim(SignIn.LentClaim, SignIn.LentClaim))
            : null;
    }
}
