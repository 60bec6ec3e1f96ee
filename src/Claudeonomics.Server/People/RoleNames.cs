using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>What roles are called on the wire and in forms.</summary>
public static class RoleNames
{
    public static IReadOnlyList<(Role Role, string Name)> All { get; } =
        [(Role.Steward, "steward"), (Role.Lead, "lead"), (Role.Finance, "finance"), (Role.Auditor, "auditor")];

    public static string Of(Role role) => All.Single(known => known.Role == role).Name;
}
