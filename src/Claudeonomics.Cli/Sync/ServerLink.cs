using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudeonomics.Core.Wire;

namespace Claudeonomics.Cli.Sync;

/// <summary>What a server answered: a result, or why there is none.</summary>
/// <param name="Status">0 when it was not reached.</param>
/// <param name="RetryAfter">When it asked to come back.</param>
internal sealed record ServerAnswer<T>(HttpStatusCode Status, T? Result, WireProblem? Problem, TimeSpan? RetryAfter)
    where T : class
{
    /// <summary>In words, for a person.</summary>
    public string Detail => Problem?.Detail ?? Problem?.Title ?? $"The server answered {(int)Status}.";
}

/// <summary>Talks to a server.</summary>
internal sealed class ServerLink : IDisposable
{
    // A body of some thousand calls takes a second on a slow line; a server that is busy says so at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient _client;

    public ServerLink(Uri server, string? key)
    {
        // A redirect would carry the key somewhere that nobody signed in to.
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server, Timeout = Patience };
        _client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        _client.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("claudeonomics", typeof(ServerLink).Assembly.GetName().Version!.ToString(3)));
    }

    public Task<ServerAnswer<DeviceSignInCodes>> BeginSignInAsync(DeviceSignInRequest request, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "api/v1/device", JsonContent.Create(request, WireJson.Default.DeviceSignInRequest), WireJson.Default.DeviceSignInCodes,
        cancellationToken);

    public Task<ServerAnswer<DeviceKey>> PollAsync(string deviceCode, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "api/v1/device/token", JsonContent.Create(new DevicePoll(deviceCode), WireJson.Default.DevicePoll),
        WireJson.Default.DeviceKey, cancellationToken);

    public Task<ServerAnswer<WireProblem>> SignOutAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, "api/v1/device", null, WireJson.Default.WireProblem, cancellationToken);

    /// <param name="batch">As <see cref="UsageBatchJson"/> writes it.</param>
    public Task<ServerAnswer<UsageBatchAnswer>> SendAsync(byte[] batch, CancellationToken cancellationToken)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(batch);
        }

        var content = new ByteArrayContent(compressed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return SendAsync(HttpMethod.Post, "api/v1/usage", content, WireJson.Default.UsageBatchAnswer, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<ServerAnswer<T>> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? new(response.StatusCode, body.Length == 0 ? null : JsonSerializer.Deserialize(body, type), null, null)
                : new(response.StatusCode, null, ProblemIn(body), RetryAfterOf(response.Headers.RetryAfter));
        }
        catch (HttpRequestException unreachable)
        {
            return new(0, null, new("", 0, $"{_client.BaseAddress} cannot be reached: {unreachable.Message}", null, null), null);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(0, null, new("", 0, $"{_client.BaseAddress} did not answer within {Patience.TotalSeconds:0} s.", null, null), null);
        }
        catch (JsonException)
        {
            return new(0, null, new("", 0, $"{_client.BaseAddress} did not answer as a Claudeonomics server does.", null, null), null);
        }
    }

    // A proxy in between may answer in words of its own.
    private static WireProblem? ProblemIn(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WireJson.Default.WireProblem);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
}
