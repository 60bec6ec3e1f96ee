namespace Claudeonomics.Server.Trust;

/// <summary>What protects figures, whoever shows them. See README.md beside this file.</summary>
public static class TrustSetup
{
    public static void AddTrust(this IServiceCollection services)
    {
        services.AddSingleton<Pause>();
        services.AddSingleton<FigureGuard>();
        services.AddSingleton<BulkAlarm>();
        services.AddSingleton<AccessLog>();
        services.AddHostedService(static all => all.GetRequiredService<AccessLog>());
        services.AddHostedService<AlarmChannel>();
        services.AddSingleton<AccessReader>();
        services.AddSingleton<AccessNames>();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, TrustJson.Default));
    }

    /// <summary>Stands between who is looking and what is shown: goes after both are known. What answers before it asks <see cref="FigureGuard"/> itself.</summary>
    public static void UseTrust(this IApplicationBuilder app) => app.UseMiddleware<FigureGate>();

    public static void MapTrust(this IEndpointRouteBuilder app) => Map(app.MapGroup("/api/v1"));

    private static void Map(RouteGroupBuilder api)
    {
        api.MapPauseApi();
        api.MapAccessApi();
    }
}
