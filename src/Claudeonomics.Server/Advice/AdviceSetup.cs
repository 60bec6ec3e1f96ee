using System.Security.Claims;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Advice;

/// <summary>Private advice. See README.md beside this file.</summary>
public static class AdviceSetup
{
    public static void AddAdvice(this IServiceCollection services)
    {
        services.AddSingleton<AdviceService>();
        services.AddSingleton<IAdvice>(static all => all.GetRequiredService<AdviceService>());
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdviceJsonContext.Default));
    }

    public static void MapAdvice(this IEndpointRouteBuilder app) => app.MapGet("/api/v1/me/advice", GetAdvice).Shows(Figures.Own).WithTags("Me")
        .RequireAuthorization(Access.Own).WithSummary("What would have cost the caller less, and what fair play advises; nobody else sees it");

    internal static async Task<Ok<AdviceJson>> GetAdvice(ClaimsPrincipal user, IAdvice advice, CancellationToken cancellationToken) =>
        TypedResults.Ok(AdviceJson.Of(await advice.OfPersonAsync(Viewer.From(user)!.PersonId!, cancellationToken)));
}
