using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Claudeonomics.Server.People;

/// <summary>Names of what a route may ask for. Without one, a route is for everybody who may look: signed in, or with a read or admin key.</summary>
public static class Access
{
    /// <summary>An administrator: sets up people, keys and teams, and sees no more of anybody's usage than others do.</summary>
    public const string Administrator = "administrator";

    /// <summary>A steward: reviews fair play. An administrator gives the role to a person, and does not have it by being one.</summary>
    public const string Steward = "steward";

    /// <summary>An auditor: reads who looked at what.</summary>
    public const string Auditor = "auditor";

    /// <summary>Who may darken everybody's figures.</summary>
    public const string StewardOrAdministrator = "steward-or-administrator";

    /// <summary>Who is told of an alarm.</summary>
    public const string AuditorOrAdministrator = "auditor-or-administrator";

    /// <summary>Somebody with a row of their own.</summary>
    public const string Person = "person";

    /// <summary>The same, or the command line on a device of theirs: for one's own numbers.</summary>
    public const string Own = "own";

    /// <summary>The command line on somebody's device.</summary>
    public const string Device = "device";

    /// <summary>The company's directory, by SCIM.</summary>
    public const string Directory = "directory";

    /// <summary>The limit, by address, on requests that try a secret.</summary>
    public const string TriesLimit = "tries";

    /// <summary>Who does something for themselves, as it is written down.</summary>
    internal const string Self = "self";

    internal const string ReaderRole = "reader";

    // Ingest keys are valid and may do nothing here, which is 403 and not 401.
    internal const string WriteOnlyRole = "write-only";

    internal const string DeviceRole = "device";

    internal const string DirectoryRole = "directory";

    internal static AuthorizationPolicy AnyViewer { get; } = new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(context => !context.User.IsInRole(WriteOnlyRole) && !context.User.IsInRole(DeviceRole)
            && !context.User.IsInRole(DirectoryRole))
        .Build();

    /// <summary>Who does something, as it is written down.</summary>
    internal static string Actor(ClaimsPrincipal user) =>
        user.FindFirstValue(SignIn.KeyIdClaim) is { } key ? $"key:{key}" : user.FindFirstValue(Viewer.PersonClaim) is not null ? Self : "administrator";
}
