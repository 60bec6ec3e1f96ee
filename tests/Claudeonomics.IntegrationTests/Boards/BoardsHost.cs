using System.Security.Claims;
using System.Text.Encodings.Web;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Claudeonomics.IntegrationTests.Boards;

/// <summary>The boards on a real socket, over a company that a test puts together. The bearer key is the viewer's id.</summary>
internal sealed class BoardsHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly Noon _clock;

    private readonly string _data;

    private BoardsHost(WebApplication app, CompanySource source, Doorkeeper door, Noon clock, string data)
    {
        (_app, Source, Door, _clock, _data) = (app, source, door, clock, data);
        Client = ClientOf("ann");
    }

    public CompanySource Source { get; }

    public Doorkeeper Door { get; }

    /// <summary>Somebody signed in as <c>ann</c>.</summary>
    public HttpClient Client { get; }

    public Uri Address => new(_app.Urls.First());

    public static async Task<BoardsHost> StartAsync(SmallCompany company, params (string Name, string Value)[] settings)
    {
        var (source, door, clock) = (new CompanySource(company), new Doorkeeper(), new Noon());
        var data = Directory.CreateTempSubdirectory("claudeonomics-boards-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        foreach (var (name, value) in settings)
        {
            builder.Configuration[$"Claudeonomics:{name}"] = value;
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails();
        builder.Services.AddBoards(builder.Configuration);
        builder.Services
            .AddSingleton<IBoardSource>(source).AddSingleton(new LiveSums(source)).AddSingleton(PrivacyPolicy.Open)
            .AddSingleton(new ServerOptions { DataDirectory = data }).AddSingleton(static all => DataDirectory.Take(all.GetRequiredService<ServerOptions>()))
            .AddSingleton(_ => ControlDatabase.Open(Path.Combine(data, ControlDatabase.FileName))).AddSingleton<Roles>().AddTrust();
        builder.Services.AddTracing();
        builder.Services.AddSingleton<IRosterSource>(source).AddSingleton<IViewerGate>(door)
            .AddSingleton(new CompanyCalendar(TimeZoneInfo.Utc)).AddSingleton(PriceBook.Embedded)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(door).AddAuthorization()
            .AddAuthentication(nameof(Doorkeeper)).AddScheme<AuthenticationSchemeOptions, Handler>(nameof(Doorkeeper), null);
        var app = builder.Build();
        app.UseBoards();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapBoards();
        await app.StartAsync();
        return new(app, source, door, clock, data);
    }

    /// <summary>Makes it the next day.</summary>
    public void PassMidnight() => _clock.Days++;

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public HttpClient ClientOf(string? viewer)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = viewer is null ? null : new("Bearer", viewer);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Lets everybody in who has a key that was not revoked, and counts by which door they came.</summary>
    internal sealed class Doorkeeper : IViewerGate
    {
        private int _fast;
        private int _ordinary;

        public HashSet<string> Revoked { get; } = [];

        public (int Fast, int Ordinary) Came => (_fast, _ordinary);

        public Viewer? Find(HttpContext context)
        {
            Interlocked.Increment(ref _fast);
            return Known(context);
        }

        public Viewer? FindSlowly(HttpContext context)
        {
            Interlocked.Increment(ref _ordinary);
            return Known(context);
        }

        private Viewer? Known(HttpContext context) =>
            context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var key] && !Revoked.Contains(key)
                ? new(key, false)
                : null;
    }

    // Real time passes, from noon of the test company's Monday on.
    private sealed class Noon : TimeProvider
    {
        private readonly DateTimeOffset _startedAt = System.GetUtcNow();

        public int Days { get; set; }

        public override DateTimeOffset GetUtcNow() =>
            new DateTimeOffset(SmallCompany.Monday.AddDays(Days).ToDateTime(new(12, 0)), TimeSpan.Zero) + (System.GetUtcNow() - _startedAt);
    }

    private sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Doorkeeper door)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            door.FindSlowly(Context) is { PersonId: { } id }
                ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(Viewer.PersonClaim, id)], Scheme.Name)), Scheme.Name))
                : AuthenticateResult.NoResult());
    }
}
