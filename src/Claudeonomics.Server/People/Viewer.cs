using System.Security.Claims;

namespace Claudeonomics.Server.People;

/// <summary>Who is looking: signed in by a cookie or a read or admin key.</summary>
/// <param name="PersonId">The person's id in the roster; <see langword="null"/> for an administrator without a row of their own.</param>
/// <param name="IsAdministrator">May set up people and keys.</param>
public sealed record Viewer(string? PersonId, bool IsAdministrator)
{
    public const string PersonClaim = "claudeonomics/person";
    public const string AdministratorRole = "administrator";

    public static Viewer? From(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.Identity is { IsAuthenticated: true }
            ? new(principal.FindFirstValue(PersonClaim), principal.IsInRole(AdministratorRole))
            : null;
    }
}
