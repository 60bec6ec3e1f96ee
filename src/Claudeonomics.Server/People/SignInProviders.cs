namespace Claudeonomics.Server.People;

/// <summary>A way to sign in that somebody else vouches for.</summary>
/// <param name="Id">In addresses: <c>openid</c> or <c>github</c>.</param>
/// <param name="Name">As a page says it: "Sign in with NAME".</param>
public sealed record SignInProvider(string Id, string Name);

/// <summary>What the settings offer for signing in besides links and keys; empty by default.</summary>
public sealed record SignInProviders(IReadOnlyList<SignInProvider> All);

/// <summary>Why somebody's account at a provider did not sign them in. Its name, in small letters, stands in the address of the sign-in page.</summary>
public enum SignInRefusal
{
    /// <summary>The provider did not answer, or what it answered is not to be trusted.</summary>
    Provider,

    /// <summary>Somebody said no at the provider.</summary>
    Cancelled,

    /// <summary>The way back is too old, or did not begin in this browser.</summary>
    Expired,

    /// <summary>There is no e-mail, or the provider says that it is not verified.</summary>
    Email,

    /// <summary>The e-mail is not of a domain that is let in.</summary>
    Domain,

    /// <summary>Not in the organization that is let in.</summary>
    Organization,

    /// <summary>Nobody in the directory, and newcomers are not let in.</summary>
    Unknown,

    /// <summary>The directory says that they have left.</summary>
    Left,

    /// <summary>The person with this e-mail signs in with another account of the same provider.</summary>
    Account,
}
