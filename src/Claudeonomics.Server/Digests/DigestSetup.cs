using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Digests;

/// <summary>Digests. See README.md beside this file.</summary>
public static class DigestSetup
{
    // A channel is a few hundred bytes.
    private const int MaxBodyBytes = 16 * 1024;

    public static void AddDigests(this IServiceCollection services)
    {
        services.AddSingleton<DigestBuilder>();
        services.AddSingleton<DigestPictures>();
        services.AddSingleton(static all => new DigestReach(all.GetRequiredService<ServerOptions>()));
        services.AddSingleton<DigestMarks>();
        services.AddSingleton<DigestSender>();
        services.AddSingleton<IDigestFormat, SlackFormat>();
        services.AddSingleton<IDigestFormat, WebhookFormat>();
        services.AddSingleton(all => new DigestService(
            all.GetRequiredService<ControlDatabase>(), all.GetRequiredService<DigestBuilder>(), all.GetRequiredService<DigestMarks>(), all.GetRequiredService<DigestSender>(),
            all.GetRequiredService<DigestReach>(), all.GetServices<IDigestFormat>(), all.GetRequiredService<CompanyCalendar>(), all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ServerOptions>(), all.GetRequiredService<Pause>(), all.GetRequiredService<AccessLog>(),
            all.GetRequiredService<IUsageLedger>(), all.GetRequiredService<ILogger<DigestService>>()));
        services.AddHostedService<DigestWorker>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, DigestJson.Default));
    }

    public static void MapDigests(this IEndpointRouteBuilder app)
    {
        app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).MapDigestApi();
        app.MapDigestPictures();
    }
}
