using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.People;

/// <summary>People, keys and sign-in.</summary>
public static class PeopleSetup
{
    // A person, a key or a consent is a few hundred bytes.
    private const int MaxBodyBytes = 64 * 1024;

    public static void AddPeople(this IServiceCollection services)
    {
        // The data directory is taken before the store in it is opened, and let go after it is closed.
        services.AddSingleton(all => DataDirectory.Take(all.GetRequiredService<ServerOptions>()));
        services.AddSingleton(all => ControlDatabase.Open(Path.Combine(all.GetRequiredService<DataDirectory>().Path, ControlDatabase.FileName)));
        services.AddSingleton(all => Company.Open(all.GetRequiredService<ControlDatabase>(), all.GetRequiredService<ServerOptions>()));
        services.AddSingleton(all => all.GetRequiredService<Company>().Calendar);
        services.AddSingleton(all => all.GetRequiredService<Company>().Hash);
        services.AddSingleton(all => all.GetRequiredService<Company>().Calendar);

        services.AddSingleton(static all => PrivacyPolicy.Find(all.GetRequiredService<ServerOptions>().Policy)!);
        services.AddSingleton(ConsentTexts.OfProgram);
        services.AddSingleton(all => new OptIn(all.GetRequiredService<PrivacyPolicy>(), all.GetRequiredService<ConsentTexts>(), hasCompanySignIn: false));
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
        services.AddSingleton(all => new IdentityService(all.GetRequiredService<Registers>(), all.GetRequiredService<ILogger<IdentityService>>()));
        services.AddSingleton(all => new InviteService(
            all.GetRequiredService<Registers>(), all.GetRequiredService<PeopleService>(), all.GetRequiredService<KeyService>(),
            all.GetRequiredService<ILogger<InviteService>>()));
        services.AddSignIn();
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
        api.MapSignInApi();
        api.MapDeviceApi();
        app.MapSignIn();
    }

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
        var ring = new KeyRing(clock, lentSeeOwn: all.GetRequiredService<ServerOptions>().Policy == "open");
        using var db = control.Read();
        var numbers = db.Identities.Where(identity => identity.Kind == IdentityKind.Person && identity.Value != null)
            .ToDictionary(identity => identity.Value!, identity => identity.Number);
        foreach (var key in db.ApiKeys.Where(key => key.RevokedAt == null))
        {
            var number = PersonalKeys.Write(key.Kind) && key.PersonId is { } personId ? numbers[personId] : (int?)null;
            ring.Put(new(key.Id, key.Kind, key.PersonId, key.Hash, number, key.DeviceId, KeyService.IsLent(key.Kind, key.PersonId, key.CreatedBy)));
        }

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
