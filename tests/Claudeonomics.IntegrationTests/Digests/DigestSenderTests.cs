using System.Net;
using System.Net.Sockets;
using System.Text;
using Claudeonomics.Server.Digests;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.IntegrationTests.Digests;

/// <summary>One attempt at receivers that answer badly, over a bare socket.</summary>
public sealed class DigestSenderTests : IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public DigestSenderTests() => _listener.Start();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    /// <summary>Whoever answers with a head and then with nothing holds up no other channel.</summary>
    [Fact]
    public async Task Send_BodyThatNeverComes_IsNotWaitedFor()
    {
        var attempt = await SendAsync("HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nno", keepOpen: true);

        Assert.Equal((false, false, "503"), (attempt.IsDelivered, attempt.IsFinal, attempt.Answer));
    }

    /// <summary>What a receiver took it has, however its answer ends: it is not sent again.</summary>
    [Fact]
    public async Task Send_AnswerThatBreaksOff_IsDelivered()
    {
        var attempt = await SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok", keepOpen: false);

        Assert.True(attempt.IsDelivered);
    }

    [Theory]
    [InlineData("Cannot POST /services/T0AAAAAAA/B0BBBBBBB/s3cr3t-0f-the-ch4nnel?token=an0ther-s3cret")]
    [InlineData("no hook 's3cr3t-0f-the-ch4nnel' of T0AAAAAAA, token an0ther-s3cret")]
    public async Task Send_AnswerThatRepeatsTheAddress_IsKeptWithoutIt(string answer)
    {
        // Wherever the part that is kept ends.
        foreach (var padding in (int[])[0, 100, 150, 160, 170, 180, 190])
        {
            var body = new string('.', padding) + answer;
            var attempt = await SendAsync($"HTTP/1.1 404 Not Found\r\nContent-Length: {body.Length}\r\n\r\n{body}", keepOpen: false);

            Assert.True(attempt.IsFinal);
            Assert.StartsWith("404 ", attempt.Answer, StringComparison.Ordinal);
            Assert.InRange(attempt.Answer.Length, 5, 210);
            foreach (var secret in (string[])["s3cr3t", "T0AAA", "an0ther"])
            {
                Assert.DoesNotContain(secret, attempt.Answer, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>A moment says as much as a number of seconds (RFC 9110, 10.2.3).</summary>
    [Fact]
    public async Task Send_RetryAfterAMoment_IsHowLongItIsUntilThen()
    {
        var attempt = await SendAsync(
            "HTTP/1.1 429 Slow down\r\nDate: Mon, 23 Nov 2026 09:00:00 GMT\r\nRetry-After: Mon, 23 Nov 2026 09:10:00 GMT\r\nContent-Length: 0\r\n\r\n", keepOpen: false);

        Assert.Equal(TimeSpan.FromMinutes(10), attempt.RetryAfter);
    }

    private async Task<DigestAttempt> SendAsync(string answer, bool keepOpen)
    {
        var receiver = AnswerAsync(answer, keepOpen);
        using var sender = new DigestSender(new DigestReach(new ServerOptions { InternalDigestHosts = "127.0.0.1" }));
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/services/T0AAAAAAA/B0BBBBBBB/s3cr3t-0f-the-ch4nnel?token=an0ther-s3cret");
        var attempt = await sender.SendAsync(request, new("{}"u8.ToArray()), Stop).WaitAsync(LongEnough, Stop);
        (await receiver.WaitAsync(LongEnough, Stop)).Dispose();
        return attempt;
    }

    private async Task<Socket> AnswerAsync(string answer, bool keepOpen)
    {
        var socket = await _listener.AcceptSocketAsync(Stop);
        var asked = new byte[16 * 1024];
        await socket.ReceiveAsync(asked, Stop);
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer), Stop);
        if (!keepOpen)
        {
            socket.Shutdown(SocketShutdown.Both);
        }

        return socket;
    }
}
