using System.Text.Json;
using Claudeonomics.IntegrationTests.Agents;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.Simulator;
using Claudeonomics.Simulator.Fairness;
using Claudeonomics.Simulator.Sending;
using Claudeonomics.TestShared;
using Claudeonomics.TestShared.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claudeonomics.IntegrationTests.Simulator;

/// <summary>The verb <c>simulate</c>, into files and over HTTP.</summary>
public sealed class SimulationTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 15, 30, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudeonomics-simulate-");
    private readonly StringWriter _report = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _report.Dispose();
    }

    [Fact]
    public async Task Run_IntoFolder_WritesAPopulationThatPlaysAgainAndItsTruth()
    {
        var (first, second) = (_folder.CreateSubdirectory("first"), _folder.CreateSubdirectory("second"));

        await RunAsync(new(20, 2, Seed: 7, Out: first));
        await RunAsync(new(1, 1, 1, Population: FileIn(first, Simulation.PopulationFileName), Out: second));

        foreach (var name in new[] { Simulation.PopulationFileName, Simulation.TruthFileName })
        {
            Assert.Equal(File.ReadAllText(FileIn(first, name).FullName), File.ReadAllText(FileIn(second, name).FullName));
        }

        var last = File.ReadLines(FileIn(first, Simulation.PopulationFileName).FullName)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("type").GetString() == "call")
            .Max(line => line.GetProperty("at").GetDateTimeOffset());
        Assert.InRange(last, Now.AddHours(-2), Now);
    }

    [Fact]
    public async Task Run_OfAMixedPopulation_WritesWhatItsTokensWereForAndPlaysAgain()
    {
        var (first, second) = (_folder.CreateSubdirectory("first"), _folder.CreateSubdirectory("second"));

        await RunAsync(new(60, 14, Seed: 7, Out: first, Mixed: MixedPart.All));
        await RunAsync(new(1, 1, 1, Population: FileIn(first, Simulation.PopulationFileName), Out: second));

        foreach (var name in new[] { Simulation.PopulationFileName, Simulation.TruthFileName })
        {
            Assert.Equal(File.ReadAllText(FileIn(first, name).FullName), File.ReadAllText(FileIn(second, name).FullName));
        }

        var lines = File.ReadLines(FileIn(first, Simulation.PopulationFileName).FullName).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var archetypes = lines.Where(line => line.GetProperty("type").GetString() == "person")
            .ToDictionary(line => line.GetProperty("email").GetString()!, line => line.TryGetProperty("archetype", out var kind) ? kind.GetString() : null);
        Assert.InRange(archetypes.Values.Distinct().Count(), 15, 60);
        var worthless = lines.Where(line => line.TryGetProperty("truth", out var truth) && truth.TryGetProperty("worth", out _))
            .Select(line => archetypes[line.GetProperty("person").GetString()!]).Distinct().ToList();
        Assert.NotEmpty(worthless);
        Assert.DoesNotContain(null, worthless);
    }

    [Fact]
    public async Task Run_ToServerWithAnIngestKey_SendsEveryCallOnceAndAgainWhenBusy()
    {
        using var intake = new IngestHarness();
        intake.Clock.Advance(Now - intake.Clock.GetUtcNow());
        var posts = 0;
        await using var server = await LoopbackHost.StartAsync(
            app =>
            {
                app.MapPost("/api/v1/keys", () => Results.StatusCode(StatusCodes.Status403Forbidden));
                app.MapPost("/v1/{signal}", async (string signal, HttpContext http) =>
                {
                    Assert.Equal("Bearer write-key", http.Request.Headers.Authorization);
                    if (Interlocked.Increment(ref posts) % 100 == 0)
                    {
                        http.Response.Headers.RetryAfter = "0";
                        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
                    }

                    await TakeAsync(intake, signal, http.Request);
                    return Results.Ok();
                });
            },
            HttpProtocols.Http1);

        await RunAsync(new(20, 1, Seed: 7, Out: _folder, To: server.Addresses[0], Key: "write-key"));

        var truth = File.ReadLines(FileIn(_folder, Simulation.TruthFileName).FullName).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            truth.GroupBy(line => line.GetProperty("person").GetString()!)
                .Select(person => (person.Key, person.Sum(line => line.GetProperty("requests").GetInt64()), person.Sum(TotalOf))).Order(),
            intake.Ledger.Calls.GroupBy(call => intake.Gate.Claims.Single(claim => claim.Value == call.Identity).Key.Value)
                .Select(person => (person.Key, person.LongCount(), person.Sum(call => call.Usage.TotalTokens))).Order());
        Assert.Contains("; 0 people created", _report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToServerWithAnAdministratorsKey_CreatesThePeopleAndSendsWithAKeyOfItsOwn()
    {
        var (people, bodies) = (new List<string>(), 0);
        await using var server = await LoopbackHost.StartAsync(
            app =>
            {
                app.MapPost("/api/v1/keys", async (HttpContext http) =>
                {
                    Assert.Equal("Bearer admin-key", http.Request.Headers.Authorization);
                    await http.Response.WriteAsync("""{"id":"k1","key":"made-key"}""");
                });
                app.MapPut("/api/v1/people/{email}", async (string email, HttpContext http) =>
                {
                    using var person = await JsonDocument.ParseAsync(http.Request.Body);
                    Assert.Equal("Bearer admin-key", http.Request.Headers.Authorization);
                    Assert.NotEqual("", person.RootElement.GetProperty("team").GetString());
                    people.Add(email);
                });
                app.MapPost("/v1/{signal}", (HttpContext http) =>
                {
                    Assert.Equal("Bearer made-key", http.Request.Headers.Authorization);
                    Interlocked.Increment(ref bodies);
                });
            },
            HttpProtocols.Http1);

        await RunAsync(new(5, 1, Seed: 7, To: server.Addresses[0], Key: "admin-key"));

        Assert.Equal(5, people.Distinct().Count());
        Assert.NotEqual(0, bodies);
    }

    [Fact]
    public async Task Run_ServerRefuses_FailsWithItsAnswer()
    {
        await using var server = await LoopbackHost.StartAsync(
            app => app.MapPost("/{**path}", () => Results.StatusCode(StatusCodes.Status401Unauthorized)), HttpProtocols.Http1);

        var failure = await Assert.ThrowsAsync<SendException>(
            () => RunAsync(new(20, 1, Seed: 7, To: server.Addresses[0], Key: "unknown")));

        Assert.Contains("401", failure.Message, StringComparison.Ordinal);
    }

    private static async Task TakeAsync(IngestHarness intake, string signal, HttpRequest request)
    {
        Assert.Equal(("application/x-protobuf", "gzip"), (request.ContentType, request.Headers.ContentEncoding.ToString()));
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var service = signal switch { "logs" => intake.Logs, "metrics" => intake.Metrics, _ => intake.Traces };
        var outcome = await IngestHarness.Send(service, body.ToArray(), FakeGate.Shared, encoding: BodyEncoding.Gzip);
        Assert.Equal("", outcome.Message);
    }

    private static long TotalOf(JsonElement line) =>
        new[] { "uncachedInput", "cacheRead", "cacheWrite5m", "cacheWrite1h", "cacheWriteUnknown", "output" }
            .Sum(bucket => line.GetProperty(bucket).GetInt64());

    private static FileInfo FileIn(DirectoryInfo folder, string name) => new(Path.Combine(folder.FullName, name));

    private Task RunAsync(SimulationOptions options) =>
        Simulation.RunAsync(options, new ManualClock(Now), _report, CancellationToken.None);
}
