using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Digests;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.IntegrationTests.Digests;

/// <summary>Where digests go: out, and into the company where the settings say so. Nobody uses this server to reach what only it reaches.</summary>
public sealed class DigestReachTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private ChatServer _chat = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _chat = await ChatServer.StartAsync();

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Theory]
    [InlineData("93.184.215.14", true, true)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.9.9.9", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("0.0.0.0", false, true)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("172.31.255.255", false, true)]
    [InlineData("172.32.0.1", true, true)]
    [InlineData("192.168.0.1", false, true)]
    [InlineData("100.100.100.200", false, true)]
    [InlineData("198.18.0.1", false, true)]
    [InlineData("224.0.0.1", false, true)]
    [InlineData("255.255.255.255", false, true)]
    [InlineData("fd00:ec2::254", false, true)]
    [InlineData("64:ff9b::10.1.2.3", false, true)]
    [InlineData("64:ff9b::93.184.215.14", true, true)]
    [InlineData("2002:7f00:1::", false, true)]
    [InlineData("2001:0:7f00:1::", false, true)]
    // A cloud's metadata: not for anybody.
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("64:ff9b::169.254.169.254", false, false)]
    [InlineData("fe80::1", false, false)]
    public void MayReach_AnAddress_DependsOnWhereItIs(string address, bool byItself, bool whenNamed) =>
        Assert.Equal((byItself, whenNamed), (DigestReach.MayReach(IPAddress.Parse(address), isNamed: false), DigestReach.MayReach(IPAddress.Parse(address), isNamed: true)));

    [Theory]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("http://127.0.0.1:8080/hook")]
    [InlineData("http://localhost/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://2130706433/hook")]
    [InlineData("https://0x7f.1/hook")]
    [InlineData("https://10.0.0.5/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::ffff:a9fe:a9fe]/latest/meta-data")]
    [InlineData("https://user@10.0.0.5/hook")]
    public async Task Channel_OfAnAddressInside_IsRefused(string url)
    {
        var response = await fixture.Server.Admin.PostAsJsonAsync("/api/v1/digests", new { kind = "webhook", name = "Chat", url }, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!["errors"]!["url"]);
    }

    /// <summary>A name that leads inside, or leads there the second time that it is looked up: what counts is the address that is connected to.</summary>
    [Fact]
    public async Task Name_ThatLeadsInside_IsNotConnectedTo()
    {
        var first = true;
        var reach = new DigestReach(new ServerOptions())
        {
            LookUpAsync = (_, _) =>
            {
                // Public when the channel is made; nothing is connected to then.
                var address = first ? IPAddress.Parse("93.184.215.14") : IPAddress.Loopback;
                first = false;
                return Task.FromResult<IPAddress[]>([address]);
            },
        };
        Assert.Null(DigestAddress.Problem("https://rebinding.example.com/hook", reach));
        await reach.LookUpAsync("rebinding.example.com", Stop);

        var attempt = await SendAsync(reach, $"http://rebinding.example.com:{_chat.Address.Port}/webhook");

        Assert.False(attempt.IsDelivered);
        Assert.True(attempt.IsFinal);
        Assert.Contains("InternalDigestHosts", attempt.Answer, StringComparison.Ordinal);
        Assert.Empty(_chat.Asked);
    }

    [Fact]
    public async Task Name_ThatIsNamed_IsConnectedTo()
    {
        var reach = new DigestReach(new ServerOptions { InternalDigestHosts = "other.corp.example, Chat.corp.example" }) { LookUpAsync = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]) };

        var attempt = await SendAsync(reach, $"http://chat.corp.example:{_chat.Address.Port}/webhook");

        Assert.True(attempt.IsDelivered, attempt.Answer);
        Assert.Single(_chat.Taken);
    }

    private static async Task<DigestAttempt> SendAsync(DigestReach reach, string url)
    {
        using var sender = new DigestSender(reach);
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        return await sender.SendAsync(request, new("{}"u8.ToArray()), Stop);
    }
}
