using Claudeonomics.Server.Boards;

namespace Claudeonomics.Server.Integrity;

/// <summary>Findings, their nightly run and what people and reviewers do with them. See README.md beside this file.</summary>
public static class IntegritySetup
{
    public static void AddIntegrity(this IServiceCollection services)
    {
        services.AddSingleton<FindingService>();
        services.AddSingleton<IExcludedUsageSource>(static all => all.GetRequiredService<FindingService>());
        services.AddSingleton<IntegrityNight>();
        services.AddHostedService<NightlyRun>();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, FindingJson.Default));
    }

    public static void MapIntegrity(this IEndpointRouteBuilder app) => app.MapFindingApi();
}
