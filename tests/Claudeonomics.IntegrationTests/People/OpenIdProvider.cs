using System.Diagnostics;
using System.Text.RegularExpressions;
using Claudeonomics.TestShared;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>The npm package oidc-provider in a process of its own, with the accounts of tests/signin/provider.mjs.</summary>
internal sealed partial class OpenIdProvider : IAsyncDisposable
{
    private static readonly HttpClient Http = new();
    private readonly Process _process;

    private OpenIdProvider(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>What the server under test needs to be told of it.</summary>
    public IReadOnlyList<string> Settings =>
    [
        $"--Claudeonomics:SignIn:OpenId:Authority={Address}",
        "--Claudeonomics:SignIn:OpenId:ClientId=claudeonomics",
        "--Claudeonomics:SignIn:OpenId:ClientSecret=the-secret-of-the-tests-client-at-the-provider",
        "--Claudeonomics:SignIn:OpenId:Name=Corp",
    ];

    /// <param name="claimsAt"><c>token</c> or <c>userinfo</c>: where it says who somebody is.</param>
    public static async Task<OpenIdProvider> StartAsync(string claimsAt)
    {
        var folder = Repository.PathTo("tests", "signin");
        if (!File.Exists(Path.Combine(folder, "node_modules", "oidc-provider", "package.json")))
        {
            RealPart.Missing("The package oidc-provider is not installed: run `npm install --no-save --ignore-scripts` in tests/signin, or ./test.sh.");
        }

        var process = Process.Start(new ProcessStartInfo("node", ["provider.mjs", claimsAt])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var address = await process.StandardOutput.ReadLineAsync(limit.Token);
        return new(process, new Uri(address ?? throw new InvalidOperationException("The provider ended before it had an address.")));
    }

    /// <summary>Changes the next token before it is handed out; see provider.mjs.</summary>
    public async Task ChangeNextTokenAsync(string change)
    {
        using var content = new StringContent(change);
        (await Http.PostAsync(new Uri(Address, "/tests/next-token"), content)).EnsureSuccessStatusCode();
    }

    /// <summary>Goes through the provider's pages without a browser: its forms are plain ones.</summary>
    /// <param name="browser">Keeps cookies, follows no redirect.</param>
    /// <param name="begin">Where our server sends people who sign in.</param>
    /// <returns>The way back, not yet taken.</returns>
    public static async Task<Uri> SignInAsync(HttpClient browser, Uri begin, string login)
    {
        var at = begin;
        var response = await browser.GetAsync(at);
        for (var steps = 0; steps < 20; steps++)
        {
            if (response.Headers.Location is { } location)
            {
                at = new(at, location);
                if (at.AbsolutePath == "/signin/openid/callback")
                {
                    return at;
                }

                response = await browser.GetAsync(at);
                continue;
            }

            var page = await response.Content.ReadAsStringAsync();
            using var form = new FormUrlEncodedContent(
                [new("prompt", Prompt.Match(page).Groups[1].Value), new("login", login), new("password", "any")]);
            at = new(Action.Match(page).Groups[1].Value);
            response = await browser.PostAsync(at, form);
        }

        throw new InvalidOperationException("The provider leads nowhere.");
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex Action { get; }

    [GeneratedRegex("name=\"prompt\" value=\"([a-z]+)\"")]
    private static partial Regex Prompt { get; }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
