using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>The store of control and what is remembered of it in memory. Whoever changes the one tells the other after the commit.</summary>
internal sealed record Registers(
    ControlDatabase Control, RosterSource Roster, IdentityRegister Identities, KeyRing Keys, SessionRegister Sessions, Roles Roles,
    Company Company, TimeProvider Clock, OptIn OptIn, ErasureList Erasures, SessionTerms Terms)
{
    /// <summary>The company's day, now.</summary>
    public DateOnly Today => Company.Calendar.DayOf(Clock.GetUtcNow().ToUnixTimeMilliseconds());
}
