using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Web.Layout;

/// <summary>Who a page is for, as its masthead needs it.</summary>
/// <param name="PersonId">Their row, if they have one.</param>
/// <param name="ShownAs">As others see them.</param>
/// <param name="LogName">As the access log and the marks of pages name them; not the person where somebody else may hold the key.</param>
/// <param name="Roles">What they do for the company.</param>
public sealed record PageViewer(string? PersonId, string ShownAs, string LogName, bool IsAdministrator, IReadOnlyList<Role> Roles)
{
    public bool Has(Role role) => Roles.Contains(role);

    // Kept pages are found by their viewer: the same roles are the same viewer, whichever list says them.
    public bool Equals(PageViewer? other) => other is not null && PersonId == other.PersonId && ShownAs == other.ShownAs
        && LogName == other.LogName && IsAdministrator == other.IsAdministrator && Roles.SequenceEqual(other.Roles);

    public override int GetHashCode() => HashCode.Combine(LogName, ShownAs, IsAdministrator, Roles.Count);
}
