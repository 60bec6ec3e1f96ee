using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.People;

/// <summary>How somebody takes part.</summary>
public enum Participation : byte
{
    /// <summary>Not at all: appears in no list, count, gap or total.</summary>
    No = 0,

    /// <summary>Ranked, and shown to nobody but themselves.</summary>
    Private = 1,

    /// <summary>Ranked and shown under a pseudonym.</summary>
    Pseudonym = 2,

    /// <summary>Ranked and shown by name.</summary>
    Named = 3,
}

/// <summary>A person as boards know them.</summary>
/// <param name="Id">Opaque, stable, fit for a URL.</param>
/// <param name="ShownAs">The name or pseudonym that others see; never an e-mail.</param>
/// <param name="WorkingDaysPerWeek">The person's own working pattern, 0.5 to 7.</param>
/// <param name="IsAutomation">Declared automation, which is nobody: it takes no part beside people, and is on the fleet's board.</param>
/// <param name="SharesStreak">Others may see their weeks in a row with the floor met.</param>
/// <param name="SharesWithTeam">Members of their team who share theirs may see their line.</param>
/// <param name="Quiet">Their own quiet hours.</param>
public sealed record RosterPerson(
    string Id, string ShownAs, Participation Participation, double WorkingDaysPerWeek, DateOnly Since, bool IsAutomation = false,
    bool SharesStreak = false, bool SharesWithTeam = false, QuietHours? Quiet = null)
{
    public bool Participates => Participation is not Participation.No;
}

/// <param name="Id">Opaque, stable, fit for a URL.</param>
/// <param name="Parent">Ordinal of the team above it today, or -1.</param>
public sealed record RosterTeam(string Id, string Name, int Parent);

/// <summary>A team stood elsewhere until a company day (excluded), since it left the place before that one, or from the beginning.</summary>
/// <param name="Team">Ordinal in <see cref="Roster.Teams"/>.</param>
/// <param name="Parent">Ordinal of the team that was above it, or -1.</param>
public readonly record struct FormerPlace(int Team, int Parent, DateOnly Until);

/// <summary>An identity of the ledger belongs to a person from one company day to another (end excluded).</summary>
/// <param name="Person">Ordinal in <see cref="Roster.People"/>.</param>
public readonly record struct IdentityLink(int Identity, int Person, DateOnly From, DateOnly Until);

/// <summary>A person belongs to a team from one company day to another (end excluded).</summary>
/// <param name="Person">Ordinal in <see cref="Roster.People"/>.</param>
/// <param name="Team">Ordinal in <see cref="Roster.Teams"/>.</param>
public readonly record struct TeamMembership(int Person, int Team, DateOnly From, DateOnly Until);

/// <summary>Who is who, at one moment: an immutable snapshot of what sums are attributed by.</summary>
/// <remarks>The ledger knows identities only. Changing a link re-attributes the past, so everything derived from a roster names its version.</remarks>
public sealed record Roster(
    long Version,
    IReadOnlyList<RosterPerson> People,
    IReadOnlyList<RosterTeam> Teams,
    IReadOnlyList<IdentityLink> Links,
    IReadOnlyList<TeamMembership> Memberships)
{
    public static Roster Empty { get; } = new(0, [], [], [], []);

    /// <summary>Where teams stood before they moved in the tree; in any order.</summary>
    public IReadOnlyList<FormerPlace> FormerPlaces { get; init; } = [];

    /// <summary>The same company as far as it lets others see it: who takes part privately takes no part.</summary>
    public Roster Shown() => this with
    {
        People = [.. People.Select(static person => person.Participation is Participation.Private ? person with { Participation = Participation.No } : person)],
    };

    /// <summary>The same company with declared automation in the place of people: nobody else takes part in it.</summary>
    public Roster Fleet() => this with
    {
        People = [.. People.Select(static person => person with { Participation = person.IsAutomation ? Participation.Named : Participation.No })],
    };
}

/// <summary>Whose sums are asked for.</summary>
public abstract record UsageSubject
{
    private UsageSubject()
    {
    }

    /// <summary>One person, whether or not they take part: for themselves and who has the right.</summary>
    /// <param name="Ordinal">In <see cref="Roster.People"/>.</param>
    public sealed record Person(int Ordinal) : UsageSubject;

    /// <summary>The participants of a team and of the teams below it.</summary>
    /// <param name="Ordinal">In <see cref="Roster.Teams"/>.</param>
    public sealed record Team(int Ordinal) : UsageSubject;

    /// <summary>All participants.</summary>
    public sealed record Company : UsageSubject;
}
