using System.Net;

namespace Claudeonomics.IntegrationTests.Agents.Telemetry;

/// <summary>What a receiver said to an export.</summary>
/// <param name="GrpcStatus">The trailer, such as <c>0</c>; <see langword="null"/> over HTTP.</param>
internal sealed record OtlpReply(int StatusCode, string? ContentType, byte[] Body, string? GrpcStatus)
{
    public bool IsSuccess => StatusCode == (int)HttpStatusCode.OK && GrpcStatus is null or "0";

    /// <summary>An empty response message: no bytes in protobuf, five in gRPC's frame.</summary>
    public static OtlpReply Yes(RecordedPost post) => post switch
    {
        { IsGrpc: true } => new(200, "application/grpc", new byte[5], "0"),
        { IsJson: true } => new(200, "application/json", "{}"u8.ToArray(), null),
        _ => new(200, "application/x-protobuf", [], null),
    };
}

/// <summary>Sends recorded exports to a real receiver, byte for byte.</summary>
/// <param name="http">Where <c>/v1/logs</c> is below.</param>
/// <param name="grpc">An address that speaks HTTP/2 only.</param>
internal sealed class OtlpReplay(Uri http, Uri grpc) : IDisposable
{
    private readonly HttpClient _client = new();

    public async Task<OtlpReply> SendAsync(RecordedPost post)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(post.IsGrpc ? grpc : http, post.Path))
        {
            Content = new ByteArrayContent(post.Raw),
            Version = post.IsGrpc ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in post.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        // An error without a message comes with its status among the headers.
        var status = response.TrailingHeaders.TryGetValues("grpc-status", out var trailer)
            || response.Headers.TryGetValues("grpc-status", out trailer) ? trailer.First() : null;
        return new((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), body, status);
    }

    public void Dispose() => _client.Dispose();
}
