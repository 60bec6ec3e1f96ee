using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People.Providers;
using Claudeonomics.Server.People.Scim;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.People;

/// <summary>People, keys and sign-in.</summary>
public static class PeopleSetup
{
    // A person, a key or a consent is a few hundred bytes.
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>The section below <c>Claudeonomics:</c> that says who signs people in besides us.</summary>
    public const string SignInSection = "SignIn";

    /// <exception cref="SettingsException">A setting of the sign-in is wrong; the message names it.</exception>
    public static void AddPeople(this IServiceCollection services, IConfiguration configuration)
    {
        // The data directory is taken before the store in it is opened, and let go after it is closed.
        services.AddSingleton(all => DataDirectory.Take(all.GetRequiredService<ServerOptions>()));
        services.AddSingleton(all => ControlDatabase.Open(Path.Combine(all.GetRequiredService<DataDirectory>().Path, ControlDatabase.FileName)));
        services.AddSingleton(all => Company.Open(all.GetRequiredService<ControlDatabase>(), all.GetRequiredService<ServerOptions>()));
        services.AddSingleton(all => all.GetRequiredService<Company>().Calendar);
        services.AddSingleton(all => all.GetRequiredService<Company>().Hash);

        services.AddSingleton(ConsentTexts.OfProgram);
        services.AddSingleton(static all => new ErasureList(all.GetRequiredService<DataDirectory>().Path));
        services.AddSingleton(all => new OptIn(all.GetRequiredService<PrivacyPolicy>(), all.GetRequiredService<ConsentTexts>(), hasCompanySignIn: all.GetRequiredService<SignInProviders>().All.Count > 0));
        services.AddSingleton<RosterSource>();
        services.AddSingleton<IRosterSource>(all => all.GetRequiredService<RosterSource>());
        services.AddSingleton<IdentityRegister>();
        services.AddSingleton<SessionRegister>();
        services.AddSingleton<Roles>();
        services.AddSingleton(LoadKeys);
        services.AddSingleton<IIngestGate, IngestGate>();
        services.AddSingleton<IViewerGate, ViewerGate>();
        services.AddSingleton<Registers>();
        services.AddSingleton(all => new PeopleService(all.GetRequiredService<Registers>(), all.GetRequiredService<AccessLog>(), all.GetRequiredService<ILogger<PeopleService>>()));
        services.AddSingleton(all => new KeyService(all.GetRequiredService<Registers>(), all.GetRequiredService<ILogger<KeyService>>()));
        services.AddSingleton(all => new DeviceSignInService(
            all.GetRequiredService<Registers>(), all.GetRequiredService<KeyService>(), all.GetRequiredService<ILogger<DeviceSignInService>>()));
        services.AddSingleton(all => new TeamService(all.GetRequiredService<Registers>()));
        services.AddSingleton(all => new SignInService(all.GetRequiredService<Registers>(), all.GetRequiredService<ILogger<SignInService>>()));
        services.AddSingleton(all => new OwnSessions(all.GetRequiredService<Registers>(), all.GetRequiredService<ILogger<OwnSessions>>()));
        services.AddSingleton(all => new IdentityService(all.GetRequiredService<Registers>(), all.GetRequiredService<ILogger<IdentityService>>()));
        services.AddSingleton(all => new ImportService(
            all.GetRequiredService<Registers>(), all.GetRequiredService<PeopleService>(), all.GetRequiredService<ILogger<ImportService>>()));
        services.AddSingleton(all => new InviteService(
            all.GetRequiredService<Registers>(), all.GetRequiredService<PeopleService>(), all.GetRequiredService<KeyService>(),
            all.GetRequiredService<ILogger<InviteService>>()));
        services.AddSignIn();
        services.AddRequestLimits();
        services.AddProviders(configuration);
        services.AddSingleton<ScimTeams>();
        services.AddSingleton<ScimUsers>();
        services.AddSingleton<ScimGroups>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PeopleJson.Default));
        services.AddSingleton<IReadinessCheck, ControlReadiness>();
        services.AddHostedService<PeopleHousekeeping>();
    }

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        api.MapPeopleApi();
        api.MapMeApi();
        api.MapKeyApi();
        api.MapTeamApi();
        api.MapIdentityApi();
        api.MapInviteApi();
        api.MapImportApi();
        api.MapSignInApi();
        api.MapDeviceApi();
        app.MapSignIn();
        app.MapScim();
    }

    /// <summary>What a directory is told in its own words when no route answers it: goes before routes are found.</summary>
    public static void UseScim(this IApplicationBuilder app) => app.UseWhen(
        static context => context.Request.Path.StartsWithSegments(ScimEndpoints.Root, StringComparison.OrdinalIgnoreCase),
        static branch => branch.UseStatusCodePages(static context => ScimEndpoints.AnswerStatusAsync(context.HttpContext)));

    private static KeyRing LoadKeys(IServiceProvider all)
    {
        var control = all.GetRequiredService<ControlDatabase>();
        var clock = all.GetRequiredService<TimeProvider>();
        if (BootstrapKey.Ensure(control, all.GetRequiredService<ServerOptions>(), clock) is { } made)
        {
            // To the terminal and not to the log: this is the only time that it is seen.
            Console.Out.WriteLine($"Administrator's key, shown this once: {made}\nSign in with it at /signin, then invite people under Administration.");
        }

        // Among people who know each other an import may set up who takes part, and an administrator what they look with.
        var ring = new KeyRing(clock, lentSeeOwn: !all.GetRequiredService<PrivacyPolicy>().GuardsGroups);
        using var db = control.Read();
        ring.Reload(db, personIds: null);
        return ring;
    }
}

/// <summary>Ready when the control store answers.</summary>
internal sealed class ControlReadiness(ControlDatabase control) : IReadinessCheck
{
    public string Name => "control";

    public async ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = control.Read();
            return await db.Database.CanConnectAsync(cancellationToken) ? null : "the control store does not answer";
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            return "the control store does not answer";
        }
    }
}
