using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Web.Admin;

/// <summary>What roles do, as the people page says it.</summary>
internal static class RoleWords
{
    public static string Says(Role role) => role switch
    {
        Role.Steward => "steward: reviews fair play",
        Role.Lead => "team lead: aggregates only",
        Role.Finance => "finance: money, and nobody's",
        Role.Auditor => "auditor: reads who looked at what",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
