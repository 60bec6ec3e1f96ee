using System.Net;
using Claudeonomics.IntegrationTests.People;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>Whoever asks too much is told to wait, by themselves.</summary>
public sealed class RequestLimitTests
{
    [Fact]
    public async Task Requests_PastTheLimit_AreRefusedForThatViewerAlone()
    {
        await using var server = await RunningServer.StartAsync(settings: ["--Claudeonomics:RequestsPerMinute=60"]);
        await server.PutPersonAsync("ann@example.com", "Ann", participates: "named");
        await server.PutPersonAsync("ben@example.com", "Ben", participates: "named");
        using var ann = server.Client(await server.OwnKeyAsync("ann@example.com"));
        using var annToo = server.Client(await server.OwnKeyAsync("ann@example.com"));
        using var ben = server.Client(await server.OwnKeyAsync("ben@example.com"));

        // Two keys of one person are one viewer.
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 150; i++)
        {
            answers.Add(await (i % 2 == 0 ? ann : annToo).GetAsync("/api/v1/me/usage"));
        }

        Assert.InRange(answers.Count(static answer => answer.IsSuccessStatusCode), 60, 140);
        var refused = answers.First(static answer => answer.StatusCode is HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await ben.GetAsync("/api/v1/me/usage")).StatusCode);

        // Whoever sets the company up is not limited, and the intake neither: its senders drop what is refused.
        var (_, key) = await server.PostKeyAsync("ingest", "ann@example.com");
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await server.Admin.GetAsync("/api/v1/people")).StatusCode);
            using var nothing = new StringContent("{}", null, "application/json");
            Assert.Equal(HttpStatusCode.OK, (await server.Anonymous.PostAsync($"/k/{key}/v1/logs", nothing)).StatusCode);
        }
    }

    [Fact]
    public async Task Requests_OfNobody_AreLimitedByAddress()
    {
        await using var server = await RunningServer.StartAsync(settings: ["--Claudeonomics:RequestsPerMinute=60"]);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 1_000; i++)
        {
            statuses.Add((await server.Anonymous.GetAsync("/purpose")).StatusCode);
        }

        Assert.InRange(statuses.Count(static status => status is HttpStatusCode.OK), 600, 999);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }
}
