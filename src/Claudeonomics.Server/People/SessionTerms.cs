using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>How long a session lasts.</summary>
/// <param name="Lifetime">From the sign-in, however much it is used.</param>
/// <param name="Idle">From its last use.</param>
internal sealed record SessionTerm(TimeSpan Lifetime, TimeSpan Idle);

/// <summary>How long sessions last, by how they were opened.</summary>
/// <param name="Usual">By a provider or a key, with which one signs in again at any time.</param>
/// <param name="ByLink">By a link or an invite: whoever came by one needs another from somebody else.</param>
internal sealed record SessionTerms(SessionTerm Usual, SessionTerm ByLink)
{
    public TimeSpan Longest => Usual.Lifetime > ByLink.Lifetime ? Usual.Lifetime : ByLink.Lifetime;

    public SessionTerm Of(SignInWay way) => way is SignInWay.Link ? ByLink : Usual;
}
