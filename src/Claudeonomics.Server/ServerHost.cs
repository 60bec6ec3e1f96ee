using Claudeonomics.Server.Advice;
using Claudeonomics.Server.Approvals;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Demo;
using Claudeonomics.Server.Digests;
using Claudeonomics.Server.Exports;
using Claudeonomics.Server.Goals;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Batches;
using Claudeonomics.Server.Integrity;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Shares;
using Claudeonomics.Server.Tools;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web;

namespace Claudeonomics.Server;

/// <summary>Puts the features together. Nothing else knows all of them.</summary>
public static class ServerHost
{
    // Sections below Claudeonomics: that features read themselves.
    private static readonly string[] FeatureSections =
        [IngestOptions.Section[(ServerOptions.Section.Length + 1)..], BoardsSetup.RulesSection, BoardsSetup.FocusSection, PeopleSetup.SignInSection, PolicySetup.Section];

    /// <param name="start">What the command line says.</param>
    /// <param name="configure">For tests: replaces services before they are built.</param>
    /// <exception cref="SettingsException">A setting is wrong; nothing was opened or written.</exception>
    public static WebApplication Build(ServerStart start, Action<WebApplicationBuilder>? configure = null)
    {
        var (builder, options) = Read(start);
        builder.AddOperations(options);
        builder.Services.AddPolicy(builder.Configuration, options);
        builder.Services.AddPeople(builder.Configuration);
        builder.Services.AddTrust();
        builder.Services.AddApprovals();
        builder.Services.AddShares();
        builder.Services.AddLedger();
        builder.Services.AddOtlpIngest(builder.Configuration);
        builder.Services.AddBoards(builder.Configuration);
        builder.Services.AddIntegrity();
        builder.Services.AddAdvice();
        builder.Services.AddHelp();
        builder.Services.AddGoals();
        builder.Services.AddTools();
        builder.Services.AddSeasons();
        builder.Services.AddDigests();
        builder.Services.AddTracing();
        builder.Services.AddExports();
        builder.Services.AddWeb();
        if (start.DemoPeople is { } people)
        {
            builder.Services.AddDemo(people);
        }

        configure?.Invoke(builder);

        var app = builder.Build();
        try
        {
            app.UsePolicy();
        }
        catch (SettingsException)
        {
            // Lets go of the data directory, so that a start with other settings can follow.
            ((IDisposable)app).Dispose();
            throw;
        }

        app.UseTransport();
        app.UseOtlp();
        app.UseBoards();
        app.UseBoardPages();
        app.UseOperations();
        app.UseScim();
        app.UseErrorPages();
        app.UseRoutingAndAccess();
        app.UseWeb();
        app.UseTrust();
        app.MapHealth();
        app.MapPeople();
        app.MapTrust();
        app.MapApprovals();
        app.MapShares();
        app.MapExports();
        app.MapLedger();
        app.MapOtlp();
        app.MapOtlpGrpc();
        app.MapBatches();
        app.MapBoards();
        app.MapIntegrity();
        app.MapAdvice();
        app.MapHelp();
        app.MapGoals();
        app.MapTools();
        app.MapSeasons();
        app.MapDigests();
        app.MapWeb();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().Shows(Figures.Nothing);
        return app;
    }

    /// <summary>The settings alone, for verbs that serve nothing.</summary>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static ServerOptions ReadOptions(ServerStart start) => Read(start).Options;

    private static (WebApplicationBuilder Builder, ServerOptions Options) Read(ServerStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // A simulated company has nobody to protect; whoever names a policy gets that: the last argument wins.
            Args = start.DemoPeople is null ? [.. start.Settings] : [$"--{ServerOptions.Key(nameof(ServerOptions.Policy))}=open", .. start.Settings],
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
            // Settings file and static files lie beside the program, wherever it is started from.
            ContentRootPath = AppContext.BaseDirectory,
        });
        return (builder, ServerSettings.Read(builder.Configuration, start.IsTest, FeatureSections));
    }
}
