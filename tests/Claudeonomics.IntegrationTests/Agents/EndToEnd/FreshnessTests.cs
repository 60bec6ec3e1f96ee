using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.Agents.EndToEnd;

/// <summary>What was acknowledged is there to be seen. How fast is the benchmarks' to measure.</summary>
public sealed class FreshnessTests
{
    // The promise is two seconds. A machine that builds and tests at the same time is given more, so that only a board that does not
    // move at all fails.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task AcknowledgedCall_OwnUsageStreamAndBoardSoonAfter()
    {
        await using var server = await CompanyServer.StartAsync();
        var participant = await server.AddParticipantAsync("dev");
        using var client = server.Client(participant.ReadKey);
        using var stream = await client.GetAsync("/api/v1/boards/tokens/stream", HttpCompletionOption.ResponseHeadersRead);
        using var limit = new CancellationTokenSource();
        await using var events = SseParser.Create(await stream.Content.ReadAsStreamAsync())
            .EnumerateAsync(limit.Token).GetAsyncEnumerator(limit.Token);

        for (var calls = 1; calls <= 5; calls++)
        {
            await MarkerCall.SendAsync(server.Http, participant.IngestKey);

            limit.CancelAfter(Patience);
            while (await OwnAsync() != calls)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }

            while (await NextAsync() != calls)
            {
            }

            // The stream follows the board.
            Assert.Equal(calls, RequestsOf((await client.GetFromJsonAsync<JsonNode>("/api/v1/boards/tokens"))!));
        }

        async Task<long> OwnAsync() => (long)(await client.GetFromJsonAsync<JsonNode>("/api/v1/me/usage"))!["totals"]!["requests"]!;

        async Task<long> NextAsync()
        {
            Assert.True(await events.MoveNextAsync());
            return RequestsOf(JsonNode.Parse(events.Current.Data)!);
        }
    }

    private static long RequestsOf(JsonNode board) => (long)board["population"]!["requests"]!;
}
