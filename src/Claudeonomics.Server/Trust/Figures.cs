using Claudeonomics.Server.People;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Trust;

/// <summary>Whose figures an answer holds, in the order in which they need care.</summary>
public enum Figures
{
    /// <summary>None: settings, the directory, what is written.</summary>
    Nothing = 0,

    /// <summary>The caller's own, and nobody else's.</summary>
    Own = 1,

    /// <summary>Of the company, a team or another group, and of nobody by themselves.</summary>
    Company = 2,

    /// <summary>Of single people.</summary>
    People = 3,
}

/// <summary>What a route shows: metadata that each route has, read by whatever protects figures (pause, access log, alarm, watermark).</summary>
/// <param name="Figures">The widest that the route can answer.</param>
/// <param name="PersonParameter">The route's or query's parameter that names one person (an id, or <c>me</c>); <see langword="null"/> for a route that singles out nobody.</param>
/// <param name="Act">How a look at it is written down.</param>
/// <param name="OrTeam">The parameter names a team where the query says <c>by=team</c>.</param>
/// <param name="EverybodysFor">Who is shown everybody's, by a key or cookie that sees more than one's own; all others are shown their own.
/// <see langword="null"/> for a route that shows all of its viewers the same.</param>
public sealed record ShownFigures(Figures Figures, string? PersonParameter, AccessAct Act = AccessAct.List, bool OrTeam = false, Role? EverybodysFor = null)
{
    // What has no mark is treated with the most care; a test keeps routes from having none.
    private static readonly ShownFigures Unmarked = new(Figures.People, PersonParameter: null);

    // What is no route is a 404.
    private static readonly ShownFigures NoRoute = new(Figures.Nothing, PersonParameter: null);

    /// <summary>The mark of the route that a request was matched to.</summary>
    public static ShownFigures Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetEndpoint() is { } endpoint ? endpoint.Metadata.GetMetadata<ShownFigures>() ?? Unmarked : NoRoute;
    }

    /// <summary>The person whom a request singles out.</summary>
    /// <returns>An id as it was asked for, perhaps of nobody; <see langword="null"/> when the request is about nobody by themselves.</returns>
    public string? PersonIn(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var named = PersonParameter is null || (OrTeam && context.Request.Query["by"] == "team") ? null
            : context.Request.RouteValues.TryGetValue(PersonParameter, out var value) ? value as string
            : context.Request.Query[PersonParameter].ToString();
        return named switch
        {
            null or "" => null,
            "me" => Viewer.From(context.User)?.PersonId,
            _ => named,
        };
    }

    /// <summary>What this request is shown: a route about one person shows whoever asks about themselves their own.</summary>
    public Figures For(HttpContext context, Roles roles)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(roles);
        var own = Viewer.From(context.User)?.PersonId;
        return EverybodysFor is { } role ? (roles.Has(own, role) && !context.User.IsInRole(Access.DeviceRole) ? Figures : Figures.Own)
            : PersonIn(context) is { } person && person == own ? Figures.Own
            : Figures;
    }
}

/// <summary>Marks routes.</summary>
public static class FiguresMarks
{
    /// <summary>Says what a route shows. A mark on a route stands before its group's.</summary>
    public static TBuilder Shows<TBuilder>(this TBuilder builder, Figures figures, AccessAct act = AccessAct.List)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ShownFigures(figures, PersonParameter: null, act));

    /// <summary>Says that a route shows people their own, and one role everybody's.</summary>
    public static TBuilder ShowsOwnOrEverybodys<TBuilder>(this TBuilder builder, Role role, AccessAct act)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ShownFigures(Figures.People, PersonParameter: null, act, EverybodysFor: role));

    /// <summary>Says that a route shows one person, named by a parameter of its path or query.</summary>
    public static TBuilder ShowsPerson<TBuilder>(this TBuilder builder, string parameter, bool orTeam = false)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ShownFigures(Figures.People, parameter, AccessAct.Person, orTeam));
}
