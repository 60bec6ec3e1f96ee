using System.Diagnostics;
using System.Net.Http.Json;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>Whoever withdraws is gone from everything that can be read, open streams included.</summary>
public sealed class WithdrawalTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    [Theory(Timeout = 600_000)]
    [InlineData("open", 12)]
    [InlineData("balanced", 16)]
    [InlineData("strict", 28)]
    public async Task Withdraw_OfWhoIsSeenEverywhere_IsGoneFromEveryRouteAndStreamWithinAMinute(string policy, int people)
    {
        var cancellation = TestContext.Current.CancellationToken;
        // What is known at a start is shown from it on, under each policy: filled first, then read under the policy.
        var filled = await StartAsync("open");
        var ids = await SmallCompany.FillAsync(filled, people);
        await filled.StopAsync();
        await using var server = await StartAsync(policy, filled.DataDirectory);
        using var ann = server.Client(await server.OwnKeyAsync(SmallCompany.EmailOf("p0")));
        using var ben = server.Browser();
        ben.DefaultRequestHeaders.Authorization = new("Bearer", await server.OwnKeyAsync(SmallCompany.EmailOf("p2")));
        var name = SmallCompany.NameOf("p0");

        // Pages and addresses of hers that are not asked for by her id: where others meet her.
        var surfaces = new Surfaces(server, [ids[0], ids[2]], SmallCompany.Teams, SmallCompany.Month);
        var before = Seen(await surfaces.ReadAsync(ben, cancellation), ids[0], name);
        Assert.True(before.Count > 20, string.Join('\n', before));
        foreach (var met in (string[])["/", "/seasons", "/help", "/api/v1/kudos", $"/people/{ids[0]}", "/api/v1/boards/tokens", "/api/v1/boards/tokens/stream", $"/boards/tokens/rows/{ids[0]}"])
        {
            Assert.Contains(met, before);
        }

        var streams = surfaces.Streams.Where(path => before.Contains(path)).ToList();
        var gone = streams.ConvertAll(path => GoneFromAsync(ben, path, ids[0], cancellation));
        var clock = Stopwatch.StartNew();
        (await ann.PutAsJsonAsync("/api/v1/me/consent", new { participates = "no" }, cancellation)).EnsureSuccessStatusCode();

        HashSet<string> left;
        do
        {
            left = Seen(await surfaces.ReadAsync(ben, cancellation), ids[0], name);
        }
        while (left.Count > 0 && clock.Elapsed < Within);

        Assert.Empty(left);
        Assert.True(clock.Elapsed < Within, $"{clock.Elapsed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{before.Count} answers without her after {clock.Elapsed}");
        Assert.NotEmpty(gone);
        await Task.WhenAll(gone).WaitAsync(Within, cancellation);
    }

    private static Task<RunningServer> StartAsync(string policy, string? dataDirectory = null) => RunningServer.StartAsync(
        dataDirectory, [$"--Claudeonomics:Policy={policy}"],
        builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(SmallCompany.Now, rate: 1, TimeProvider.System)));

    // An answer that says no more than what was asked for, such as a 404, does not show anybody.
    private static HashSet<string> Seen(SortedDictionary<string, string> answers, string id, string name) =>
        [.. answers.Where(answer => answer.Value.StartsWith("200", StringComparison.Ordinal)
            && (answer.Value.Contains(id, StringComparison.Ordinal) || answer.Value.Contains(name, StringComparison.Ordinal))).Select(static answer => answer.Key)];

    // An open stream says so itself: her row is among the removed, or a whole board comes without her.
    private static async Task GoneFromAsync(HttpClient viewer, string path, string id, CancellationToken cancellationToken)
    {
        using var response = await viewer.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var shows = true;
        while (shows && await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            shows = !line.StartsWith("data: ", StringComparison.Ordinal)
                || (line.Contains($"\"removed\":[", StringComparison.Ordinal)
                    ? !line[line.IndexOf("\"removed\":[", StringComparison.Ordinal)..].Contains(id, StringComparison.Ordinal)
                    : line.Contains(id, StringComparison.Ordinal));
        }
    }
}
