using Microsoft.AspNetCore.Authentication;

namespace Claudeonomics.Server.People.Providers;

/// <summary>An account that has just proven itself at a provider.</summary>
/// <param name="Issuer">Who vouches for it.</param>
/// <param name="Subject">The issuer's own name for it, never given to another.</param>
/// <param name="Email">Verified, as far as the provider says anything about it.</param>
/// <param name="Name">As the provider shows it, or <see langword="null"/>.</param>
/// <param name="Groups"><see langword="null"/> when they are unknown because there are too many to be told, which is not the same as none.</param>
internal sealed record ProviderAccount(
    string Issuer, string Subject, string Email, string? Name, string? EmployeeNumber, IReadOnlyList<string>? Groups);

/// <summary>An account is not let in.</summary>
/// <param name="why">What the page says about it.</param>
/// <param name="detail">For the log: no token, code or answer of the provider's.</param>
internal sealed class SignInRefusedException(SignInRefusal why, string detail, Exception? inner = null) : AuthenticationFailureException(detail, inner)
{
    public SignInRefusal Why { get; } = why;
}
