using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Help;

/// <summary>People help each other and say so. See README.md beside this file.</summary>
public static class HelpSetup
{
    // A note of 2,000 characters and a few topics, in whatever encoding.
    private const int MaxBodyBytes = 32 * 1024;

    public static void AddHelp(this IServiceCollection services)
    {
        services.AddSingleton<Colleagues>();
        services.AddSingleton<ThanksSource>();
        services.AddSingleton<IThanksSource>(static all => all.GetRequiredService<ThanksSource>());
        services.AddSingleton(static all => new KudosService(
            all.GetRequiredService<ControlDatabase>(), all.GetRequiredService<Colleagues>(), all.GetRequiredService<ThanksSource>(),
            all.GetRequiredService<CompanyCalendar>(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static all => new OfferService(
            all.GetRequiredService<ControlDatabase>(), all.GetRequiredService<Colleagues>(), all.GetRequiredService<ThanksSource>(),
            all.GetRequiredService<RuleBook>(), all.GetRequiredService<CompanyCalendar>(), all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<OfferService>>()));
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, HelpJson.Default));
    }

    public static void MapHelp(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        api.MapKudosApi();
        api.MapOfferApi();
    }
}
