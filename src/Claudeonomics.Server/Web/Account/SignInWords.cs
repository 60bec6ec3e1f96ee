using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Web.Account;

/// <summary>Why somebody was not signed in, as the page says it.</summary>
internal static class SignInWords
{
    /// <param name="problem">From the address: <c>key</c>, or a <see cref="SignInRefusal"/>.</param>
    /// <returns><see langword="null"/> for what is no problem of ours: an address can hold anything.</returns>
    public static string? Of(string? problem) => problem == "key"
        ? "No key like this is valid. It may have been revoked, or it may be one that can only write."
        : Enum.TryParse<SignInRefusal>(problem, ignoreCase: true, out var refusal) ? Of(refusal) : null;

    private static string? Of(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.Provider => "The sign-in did not answer as it should, so nobody was let in. Try again in a moment; if it stays, the server’s log says why.",
        SignInRefusal.Cancelled => "You were not signed in, as you chose.",
        SignInRefusal.Expired => "That took too long, or began in another browser. Begin again here.",
        SignInRefusal.Email => "Your account has no verified e-mail, and that is how you are found here. Verify it where you have the account, then come back.",
        SignInRefusal.Domain => "Your account’s e-mail is of a domain that is not let in here. Sign in with your work account.",
        SignInRefusal.Organization => "Your account is not in the organization that is let in here. If you were invited there, accept that first.",
        SignInRefusal.Unknown => "Your account is fine, and nobody with its e-mail is in the directory here. Ask whoever looks after Claudeonomics to add you.",
        SignInRefusal.Left => "Your company’s directory says that you have left. If that is wrong, it is put right there.",
        SignInRefusal.Account => "You used to sign in with another account of the same e-mail. Ask whoever looks after Claudeonomics to let go of the old one.",
        _ => null,
    };
}
