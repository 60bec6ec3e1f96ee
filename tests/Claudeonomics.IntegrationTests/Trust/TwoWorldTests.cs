using System.Net;
using System.Net.Http.Json;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>The same company twice, with and without somebody who does not take part: whoever reads cannot tell which one it is.</summary>
public sealed class TwoWorldTests
{
    [Theory(Timeout = 600_000)]
    [InlineData("open", 12)]
    [InlineData("balanced", 16)]
    [InlineData("strict", 28)]
    public async Task EveryRoute_WithAndWithoutANonParticipant_AnswersTheSameBytes(string policy, int people)
    {
        var cancellation = TestContext.Current.CancellationToken;
        // What is known at a start is shown from it on, under each policy: filled first, then read under the policy.
        var without = await StartAsync("open");
        var ids = await SmallCompany.FillAsync(without, people);
        string[] keys = [await without.OwnKeyAsync(SmallCompany.EmailOf("p0")), await without.OwnKeyAsync(SmallCompany.EmailOf("p3")), (await without.PostKeyAsync("read")).Key];
        await without.StopAsync();

        var with = await StartAsync("open", Copy(without.DataDirectory));
        var zoe = await AddOutsiderAsync(with, ids);
        await with.StopAsync();

        await using var one = await StartAsync(policy, without.DataDirectory);
        await using var other = await StartAsync(policy, with.DataDirectory);
        foreach (var key in (string?[])[.. keys, null])
        {
            var answers = await Task.WhenAll(new[] { one, other }.Select(async server =>
            {
                using var viewer = server.Browser();
                viewer.DefaultRequestHeaders.Authorization = key is null ? null : new("Bearer", key);
                return await new Surfaces(server, [.. ids, zoe], SmallCompany.Teams, SmallCompany.Month).ReadSettledAsync(viewer, cancellation);
            }));

            // As many figures are read as there are people to read about: else nothing was compared.
            Assert.True(answers[0].Count > 100 && (key is null || answers[0].Count(static answer => answer.Value.StartsWith("200", StringComparison.Ordinal)) > 60));
            Assert.Equal(answers[0].Keys, answers[1].Keys);
            Assert.Empty(answers[0].Where(answer => Surfaces.IsOfFigures(answer) && answer.Value != answers[1][answer.Key]).Select(static answer => answer.Key).Select(path => $"{path}\n{answers[0][path]}\n{answers[1][path]}"));
        }
    }

    // Everything that somebody can do without taking part.
    private static async Task<string> AddOutsiderAsync(RunningServer server, IReadOnlyList<string> ids)
    {
        var zoe = await SmallCompany.AddAsync(server, "zoe", "no", "alpha", 5_000_000);
        await SmallCompany.UseAsync(server, server.Services.GetRequiredService<IIngestGate>().NumberOf(IdentityClaimKind.Email, "zoe@example.com"u8)!.Value, 40_000_000);
        using var client = server.Client(await server.OwnKeyAsync(SmallCompany.EmailOf("zoe")));
        foreach (var (path, body) in new (string, object)[]
        {
            ($"/api/v1/kudos/{ids[0]}", new { reason = "taught" }), ("/api/v1/me/help", new { topics = new[] { "everything" }, note = "hello" }),
            ($"/api/v1/help/{ids[0]}/helped", new { }), ("/api/v1/teams/alpha/goal", new { kind = "floor", percent = 60, weeks = 2 }),
            ("/api/v1/me/consent", new { sharesStreak = true, sharesWithTeam = true }), ("/api/v1/me/pattern", new { workingDays = 3 }),
        })
        {
            Assert.NotEqual(HttpStatusCode.NotFound, (await client.PutAsJsonAsync(path, body)).StatusCode);
        }

        return zoe;
    }

    private static Task<RunningServer> StartAsync(string policy, string? dataDirectory = null) => RunningServer.StartAsync(
        dataDirectory, [$"--Claudeonomics:Policy={policy}"],
        builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(SmallCompany.Now, rate: 0, TimeProvider.System)));

    private static string Copy(string directory)
    {
        var to = Directory.CreateTempSubdirectory("claudeonomics-test-").FullName;
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return to;
    }
}
