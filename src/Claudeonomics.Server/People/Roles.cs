using System.Collections.Concurrent;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Authorization;

namespace Claudeonomics.Server.People;

/// <summary>Who has which role, in memory, so that a role counts and ends at once, also for browsers that are signed in.</summary>
/// <remarks>Bounded by the people of the company.</remarks>
public sealed class Roles
{
    private static readonly Role[] None = [];

    private readonly ConcurrentDictionary<string, Role[]> _people = new(StringComparer.Ordinal);

    public Roles(ControlDatabase control)
    {
        ArgumentNullException.ThrowIfNull(control);
        using var db = control.Read();
        foreach (var person in Present(db).AsEnumerable().GroupBy(static row => row.PersonId, StringComparer.Ordinal))
        {
            _people[person.Key] = [.. person.Select(static row => row.Role).Order()];
        }
    }

    /// <param name="personId"><see langword="null"/> for nobody, who has none: an administrator's key has no person.</param>
    /// <returns>In the order of their numbers.</returns>
    public IReadOnlyList<Role> Of(string? personId) => personId is not null && _people.TryGetValue(personId, out var roles) ? roles : None;

    /// <inheritdoc cref="Of"/>
    public bool Has(string? personId, Role role) => Of(personId).Contains(role);

    // Who has left does nothing for the company until they are back.
    private static IQueryable<PersonRole> Present(ControlContext db) =>
        db.PersonRoles.Where(row => !db.People.Any(person => person.Id == row.PersonId && person.DeactivatedAt != null));

    /// <summary>Reads people anew after a change of theirs was committed.</summary>
    internal void Reload(ControlContext db, IReadOnlyCollection<string> personIds)
    {
        var now = Present(db).Where(row => personIds.Contains(row.PersonId)).AsEnumerable().ToLookup(static row => row.PersonId, static row => row.Role);
        foreach (var personId in personIds)
        {
            if (now[personId].Order().ToArray() is { Length: > 0 } roles)
            {
                _people[personId] = roles;
            }
            else
            {
                _people.TryRemove(personId, out _);
            }
        }
    }
}

/// <summary>Asks for one of some roles.</summary>
internal sealed class RoleRequirement(params Role[] anyOf) : IAuthorizationRequirement
{
    public IReadOnlyList<Role> AnyOf { get; } = anyOf;

    /// <summary>Whether an administrator is let in too.</summary>
    public bool OrAdministrator { get; init; }
}

/// <summary>Lets roles in, by what holds now and not when somebody signed in.</summary>
internal sealed class RoleHandler(Roles roles) : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        var viewer = Viewer.From(context.User);
        if (requirement.AnyOf.Any(role => roles.Has(viewer?.PersonId, role)) || (requirement.OrAdministrator && viewer is { IsAdministrator: true }))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
