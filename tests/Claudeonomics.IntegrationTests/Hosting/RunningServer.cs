using System.Net.Http.Headers;
using Claudeonomics.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>The whole server inside the test process: real sockets on a free port, real files in a directory of its own.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    public const string AdminKey = "administrator-of-the-tests";

    private readonly WebApplication _app;

    private RunningServer(WebApplication app, string dataDirectory)
    {
        (_app, DataDirectory) = (app, dataDirectory);
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Anonymous = Client(null);
        Admin = Client(AdminKey);
    }

    public string DataDirectory { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Without a key or a cookie.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>With the administrator's key.</summary>
    public HttpClient Admin { get; }

    /// <param name="dataDirectory">One that another server has left, to start again on it; a new one by default.</param>
    /// <param name="settings">More settings, as <c>--Claudeonomics:Name=value</c>.</param>
    /// <param name="configure">Replaces services, such as the clock.</param>
    /// <param name="extend">Adds addresses that only a test needs.</param>
    /// <param name="demoPeople">Size of the simulated company, or <see langword="null"/> for none.</param>
    public static async Task<RunningServer> StartAsync(
        string? dataDirectory = null, IReadOnlyList<string>? settings = null, Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? extend = null, int? demoPeople = null)
    {
        dataDirectory ??= Directory.CreateTempSubdirectory("claudeonomics-test-").FullName;
        var app = ServerHost.Build(
            new ServerStart(
            [
                "--urls=http://127.0.0.1:0",
                $"--Claudeonomics:DataDirectory={dataDirectory}",
                $"--Claudeonomics:BootstrapAdminKey={AdminKey}",
                // What is not about policies is tested where everything is seen, at once.
                "--Claudeonomics:Policy=open",
                // Tests read every route again and again.
                "--Claudeonomics:RequestsPerMinute=0",
                "--Logging:LogLevel:Default=Warning",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
                .. settings ?? [],
            ],
            demoPeople),
            configure);
        extend?.Invoke(app);
        await app.StartAsync();
        return new(app, dataDirectory);
    }

    public HttpClient Client(string? key)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A browser: keeps cookies, follows no redirect.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address };

    /// <summary>Stops the server as an operator would and leaves its files.</summary>
    public async Task StopAsync()
    {
        Anonymous.Dispose();
        Admin.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }
}

/// <summary>One server for all tests of a class.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private RunningServer? _server;

    public RunningServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
