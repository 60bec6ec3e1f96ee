using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Trust;

/// <summary>Why figures are not shown.</summary>
public enum Refusal
{
    None = 0,

    /// <summary>Everybody's figures are dark.</summary>
    Paused = 1,

    /// <summary>The viewer's role is told about people in aggregates, or about money, and about nobody by themselves.</summary>
    Role = 2,
}

/// <summary>Whether others' figures may be shown to somebody now. Asked before every answer: takes no lock and allocates nothing.</summary>
public sealed class FigureGuard(Pause pause, Roles roles, PrivacyPolicy policy)
{
    // Under policy open whoever leads looks at the board like everybody.
    private readonly bool _isOpen = !policy.GuardsGroups;

    /// <param name="viewer"><see langword="null"/> for who needs no key: whoever has the address of a picture.</param>
    /// <param name="figures">What would be shown.</param>
    public Refusal Judge(Viewer? viewer, Figures figures) =>
        figures <= Figures.Own ? Refusal.None
        : pause.IsOn ? Refusal.Paused
        : figures is Figures.People && IsKeptFromPeople(viewer) ? Refusal.Role
        : Refusal.None;

    private bool IsKeptFromPeople(Viewer? viewer) =>
        !_isOpen && (roles.Has(viewer?.PersonId, Role.Lead) || roles.Has(viewer?.PersonId, Role.Finance))
        && !roles.Has(viewer?.PersonId, Role.Steward);
}
