using System.Security.Claims;
using System.Text.Encodings.Web;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Advice;
using Claudeonomics.Server.Approvals;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Digests;
using Claudeonomics.Server.Exports;
using Claudeonomics.Server.Goals;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.Integrity;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Shares;
using Claudeonomics.Server.Tools;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>The pages on a real socket, over a sample company.</summary>
internal sealed class PagesHost : IAsyncDisposable
{
    public static readonly DateOnly Today = new(2026, 11, 21);

    /// <summary>The moment at which its clock stands.</summary>
    public static readonly DateTimeOffset Now = new(Today.ToDateTime(new(22, 0)), TimeSpan.Zero);

    private readonly WebApplication _app;

    private readonly string _data;

    private PagesHost(WebApplication app, SampleCompany company, string data)
    {
        _app = app;
        _data = data;
        Company = company;
    }

    public SampleCompany Company { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.First());

    public static async Task<PagesHost> StartAsync(int people = 2_000, Action<WebApplication>? first = null, string url = "http://127.0.0.1:0")
    {
        var company = new SampleCompany(people, Today);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var data = Directory.CreateTempSubdirectory("claudeonomics-pages-").FullName;
        builder.Services.AddSingleton(new ServerOptions { DataDirectory = data });
        builder.Services.AddSingleton(PrivacyPolicy.Open);
        builder.Services.AddPeople(builder.Configuration);
        builder.Services.AddTrust();
        builder.Services.AddHelp();
        builder.Services.AddGoals();
        builder.Services.AddTools();
        builder.Services.AddTracing();
        builder.Services.AddApprovals();
        builder.Services.AddShares();
        builder.Services.AddExports();
        builder.Services.AddSingleton<IViewerGate, CookieGate>();
        builder.Services
            .AddSingleton<IBoards>(company).AddSingleton<IGoalProgress>(company).AddSingleton<ISeasons>(company).AddSingleton<IUsageReader>(company).AddSingleton<IRosterSource>(company)
            .AddSingleton<IBoardSource>(company).AddSingleton(new ShownUsage(company)).AddSingleton<IAdvice, SampleAdvice>().AddSingleton<LeagueService>().AddSingleton(RuleBook.Default).AddSingleton(PriceBook.Embedded)
            .AddSingleton<TimeProvider>(new StandingClock(Now))
            .AddWeb()
            .AddAuthorization()
            .AddAuthentication(ViewerCookie.Scheme).AddScheme<AuthenticationSchemeOptions, ViewerCookie>(ViewerCookie.Scheme, null);
        // Their pages have tests with a whole server; here they only have to be mapped.
        builder.Services.AddSingleton<DigestService>(static _ => throw new NotSupportedException("digests are not in this host"));
        builder.Services.AddSingleton<FindingService>(static _ => throw new NotSupportedException("findings are not in this host"));
        builder.Services.AddSingleton<IntegrityNight>(static _ => throw new NotSupportedException("findings are not in this host"));
        var app = builder.Build();
        first?.Invoke(app);
        app.UseBoardPages();
        app.UseSecurityHeaders();
        app.UseErrorPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseWeb();
        app.MapWeb();
        app.MapSampleStream();
        await app.StartAsync();
        return new(app, company, data);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class CookieGate : IViewerGate
    {
        // Administrators take the ordinary way, so that both ways are tested.
        public Viewer? Find(HttpContext context) =>
            context.Request.Cookies["viewer"] is { Length: > 0 } viewer and not "admin" ? new(viewer, IsAdministrator: false) : null;
    }

    /// <summary>Signs in whoever the cookie <c>viewer</c> names; <c>admin</c> is an administrator.</summary>
    private sealed class ViewerCookie(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public new const string Scheme = "viewer";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Cookies["viewer"] is not { Length: > 0 } viewer)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            Claim[] claims = viewer == "admin"
                ? [new(ClaimTypes.Role, Server.People.Viewer.AdministratorRole)]
                : [new(Server.People.Viewer.PersonClaim, viewer)];
            return Task.FromResult(AuthenticateResult.Success(
                new(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)), Scheme)));
        }
    }
}
