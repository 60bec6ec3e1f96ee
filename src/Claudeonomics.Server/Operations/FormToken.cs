using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Operations;

/// <summary>Forms carry a token that only our own pages know.</summary>
public static class FormToken
{
    // The token is looked for in the whole form, whoever sent it. A page whose form is larger says so itself.
    private const int MaxFormBytes = 256 * 1024;

    /// <summary>Refuses every POST of a group that lacks the token. The framework by itself looks only where a handler reads form fields.</summary>
    public static TBuilder RequireFormToken<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequireAntiforgeryTokenAttribute(), new RequestSizeLimitAttribute(MaxFormBytes)).AddEndpointFilter(RefuseWithoutToken);

    private static ValueTask<object?> RefuseWithoutToken(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
            // Without a body: what a page says about it is the pages' matter.
            ? ValueTask.FromResult<object?>(TypedResults.BadRequest())
            : next(context);
}
