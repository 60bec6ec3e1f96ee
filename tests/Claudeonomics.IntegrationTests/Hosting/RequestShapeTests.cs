using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>Requests that a proxy might read otherwise than this server does, and heads that are too large: refused, and the connection ended, so that
/// what follows is never taken for a request.</summary>
public sealed partial class RequestShapeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // What would be smuggled: it must get no answer.
    private const string Hidden = "GET /healthz HTTP/1.1\r\nHost: board.example.com\r\n\r\n";

    public static TheoryData<string, string, int> Shapes { get; } = new()
    {
        { "two lengths", "POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nContent-Length: 5\r\n\r\nabcdef", 400 },
        { "a list of lengths", "POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Length: 6, 6\r\n\r\nabcdef", 400 },
        { "a negative length", "POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Length: -6\r\n\r\nabcdef", 400 },
        { "an unknown coding", "POST /v1/logs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400 },
        { "chunked not last", "POST /v1/logs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400 },
        { "two codings", "POST /v1/logs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400 },
        { "a space before the colon", "POST /v1/logs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400 },
        { "a folded line", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n", 400 },
        { "lone LF", "GET /healthz HTTP/1.1\nHost: x\n\n", 400 },
        { "a lone LF in a header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\nX-B: c\r\n\r\n", 400 },
        { "a lone CR in a header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\rX-B: c\r\n\r\n", 400 },
        { "a NUL", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n", 400 },
        { "a line without a colon", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A b\r\n\r\n", 400 },
        { "no host", "GET /healthz HTTP/1.1\r\n\r\n", 400 },
        { "two hosts", "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400 },
        { "a host and another address", "GET http://evil.example/healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "a tunnel", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "another version", "GET /healthz HTTP/1.7\r\nHost: x\r\n\r\n", 505 },
        { "a head of 40 KB", $"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: {new string('a', 40_000)}\r\n\r\n", 431 },
        { "150 headers", $"GET /healthz HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 150).Select(static i => $"X-{i}: a\r\n"))}\r\n", 431 },
        { "an address of 9 KB", $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { "a body of 21 MB by its length", "PUT /api/v1/people/a@example.com HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer administrator-of-the-tests\r\nContent-Type: application/json\r\nContent-Length: 22020096\r\n\r\n", 413 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Request_ThatCanBeReadInTwoWays_IsRefusedAndTheConnectionEnds(string what, string request, int status)
    {
        var (statuses, _) = await SendAsync(request + Hidden);

        Assert.True(statuses is [var only] && only == status, $"{what}: {string.Join(", ", statuses)}");
    }

    // RFC 9112, 6.3: the chunks count, and nothing after them is another request on the same connection.
    [Theory]
    [InlineData("/v1/logs")]
    [InlineData("/signin")]
    public async Task Request_WithALengthAndChunks_IsAnsweredOnceAndTheConnectionEnds(string path)
    {
        var (statuses, _) = await SendAsync($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden}");

        Assert.Single(statuses);
        Assert.NotEqual(200, statuses[0]);
    }

    // A chunk's extension with a lone LF in it: where the chunk begins is a matter of opinion.
    [Theory]
    [InlineData("2;\nxx\r\n{}\r\n0\r\n\r\n")]
    [InlineData("-2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("fffffffffffffffff\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\n{}\n0\n\n")]
    public async Task Chunks_ThatCanBeReadInTwoWays_AreRefusedAndTheConnectionEnds(string chunks)
    {
        var (statuses, _) = await SendAsync(
            $"PUT /api/v1/people/chunks@example.com HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {RunningServer.AdminKey}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}{Hidden}");

        Assert.Equal([400], statuses);
    }

    [Fact]
    public async Task Request_AsItShouldBe_IsAnsweredAndSoIsTheNext()
    {
        var (statuses, _) = await SendAsync(Hidden + Hidden.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));

        Assert.Equal([200, 200], statuses);
    }

    [Theory]
    [InlineData("TRACE", "/healthz")]
    [InlineData("PROPFIND", "/api/v1/people")]
    [InlineData("OPTIONS", "/api/v1/people")]
    public async Task Method_ThatNoRouteHas_DoesNothing(string method, string path)
    {
        var (statuses, text) = await SendAsync($"{method} {path} HTTP/1.1\r\nHost: x\r\nX-Marked: marked-by-the-test\r\nAuthorization: Bearer {RunningServer.AdminKey}\r\nConnection: close\r\n\r\n");

        Assert.Equal([405], statuses);
        Assert.DoesNotContain("marked-by-the-test", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-Allow", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/assets/../../appsettings.json")]
    [InlineData("/assets/x/..%2f..%2fappsettings.json")]
    [InlineData("/assets/x/%2e%2e%2f%2e%2e%2fappsettings.json")]
    [InlineData("/.git/config")]
    [InlineData("/data/control.db")]
    public async Task Files_BesideTheProgram_AreNotServed(string path)
    {
        var (statuses, text) = await SendAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {RunningServer.AdminKey}\r\nConnection: close\r\n\r\n");

        Assert.Equal([404], statuses);
        Assert.DoesNotContain("LogLevel", text, StringComparison.Ordinal);
    }

    /// <summary>Sends bytes as they are and reads until the server ends the connection; a connection that stays open fails the test.</summary>
    private async Task<(List<int> Statuses, string Text)> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.Server.Address.Host, fixture.Server.Address.Port);
        var stream = client.GetStream();
        using var limit = new CancellationTokenSource(Patience);
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // It ended the connection while this was still writing or reading: what came until then is the answer.
        }

        var text = Encoding.Latin1.GetString(answer.ToArray());
        return ([.. StatusLine().Matches(text).Select(static line => int.Parse(line.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))], text);
    }

    // Wherever it stands: a body that ends without a line's end comes before the next answer.
    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ")]
    private static partial Regex StatusLine();
}
