using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Benchmarks.Load;

/// <summary>The running product with an administrator's key, and what a scenario asks of it besides load.</summary>
internal sealed partial class Product : IAsyncDisposable
{
    private const string AdminKey = "administrator-of-the-benchmark";

    private readonly ChildServer _server;
    private readonly HttpClient _http;

    private Product(ChildServer server)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public Uri Address => _server.Address;

    public TimeSpan ProcessorTime => _server.ProcessorTime;

    /// <summary>The headers of a request that reads as the administrator.</summary>
    public static string ReadHeaders => $"Authorization: Bearer {AdminKey}\r\n";

    public static async Task<Product> StartAsync(string dataDirectory, params string[] options) =>
        new(await ChildServer.ProductAsync(dataDirectory, AdminKey, options));

    /// <summary>A shared key for telemetry.</summary>
    public async Task<string> IngestKeyAsync()
    {
        using var answer = await _http.PostAsJsonAsync("api/v1/keys", new JsonObject { ["kind"] = "ingest" }, JsonSerializerOptions.Web);
        return (await ReadAsync(answer)).GetProperty("key").GetString()!;
    }

    /// <summary>Makes somebody known, who takes part under their e-mail as a name: administrators are told no ids, and names are not unique.</summary>
    public async Task PutAsync(SimulatedPerson person, string team)
    {
        var body = new JsonObject { ["name"] = person.Email, ["team"] = team, ["participates"] = "named" };
        using var answer = await _http.PutAsJsonAsync($"api/v1/people/{Uri.EscapeDataString(person.Email)}", body, JsonSerializerOptions.Web);
        await ReadAsync(answer);
    }

    /// <summary>A link that signs a browser in as somebody, once.</summary>
    public async Task<Uri> SignInLinkAsync(string email)
    {
        using var answer = await _http.PostAsJsonAsync("api/v1/signin-links", new JsonObject { ["person"] = email }, JsonSerializerOptions.Web);
        return new((await ReadAsync(answer)).GetProperty("url").GetString()!);
    }

    public Task<string> TextAsync(string path) => _http.GetStringAsync(path);

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return await ReadAsync(answer);
    }

    /// <summary>Signs in as a browser does.</summary>
    /// <returns>The headers with which that browser asks for pages.</returns>
    public async Task<string> SignInAsync()
    {
        var cookies = new CookieContainer();
        using var handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = Address };
        var token = FormToken.Match(await browser.GetStringAsync("signin")).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("key", AdminKey)]);
        using var answer = await browser.PostAsync("signin", form);
        return $"Cookie: {cookies.GetCookieHeader(Address)}\r\n";
    }

    public Task<Stream> StreamAsync(string path) => _http.GetStreamAsync(path);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server.DisposeAsync();
    }

    // <input type="hidden" name="__RequestVerificationToken" value="CfDJ8..." />
    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex FormToken { get; }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
