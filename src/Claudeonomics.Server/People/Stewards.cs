using System.Collections.Concurrent;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Authorization;

namespace Claudeonomics.Server.People;

/// <summary>Who reviews fair play, in memory, so that the role counts and ends at once, also for browsers that are signed in.</summary>
public sealed class Stewards
{
    private readonly ConcurrentDictionary<string, bool> _people = new(StringComparer.Ordinal);

    public Stewards(ControlDatabase control)
    {
        ArgumentNullException.ThrowIfNull(control);
        using var db = control.Read();
        foreach (var person in db.People.Where(person => person.StewardSince != null).Select(person => person.Id))
        {
            _people[person] = true;
        }
    }

    /// <param name="personId"><see langword="null"/> for nobody, who is none: an administrator's key has no person.</param>
    public bool Contains(string? personId) => personId is not null && _people.ContainsKey(personId);

    /// <summary>Reads people anew after a change of theirs was committed.</summary>
    internal void Reload(ControlContext db, IReadOnlyCollection<string> personIds)
    {
        var now = db.People.Where(person => personIds.Contains(person.Id) && person.StewardSince != null).Select(person => person.Id).ToHashSet();
        foreach (var personId in personIds)
        {
            if (now.Contains(personId))
            {
                _people[personId] = true;
            }
            else
            {
                _people.TryRemove(personId, out _);
            }
        }
    }
}

/// <summary>Asks for a steward.</summary>
internal sealed class StewardRequirement : IAuthorizationRequirement;

/// <summary>Lets stewards in, by what holds now and not when they signed in.</summary>
internal sealed class StewardHandler(Stewards stewards) : AuthorizationHandler<StewardRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, StewardRequirement requirement)
    {
        if (stewards.Contains(Viewer.From(context.User)?.PersonId))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
