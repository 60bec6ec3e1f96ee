using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Claudeonomics.IntegrationTests.Boards;

public sealed class BoardStreamTests
{
    private const string Stream = "/api/v1/boards/tokens/stream?window=7d";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_BoardChanges_SendsTheBoardThenPatchesThatFollowEachOther()
    {
        await using var host = await StartAsync();
        using var answer = await OpenAsync(host.Client);
        var events = Events(answer);
        var (type, board) = await NextAsync(events);
        Assert.Equal(("text/event-stream", "board"), (answer.Content.Headers.ContentType!.MediaType, type));
        Assert.Equal(["bob", "ann"], Ids(board));

        var sequence = board.GetProperty("sequence").GetInt64();
        host.Source.Change(c => c.Call(0, SmallCompany.Monday, input: 15));
        (type, var patch) = await NextAsync(events);
        Assert.Equal(("patch", sequence, sequence + 1), (type, patch.GetProperty("previousSequence").GetInt64(), patch.GetProperty("sequence").GetInt64()));
        Assert.Equal(["ann"], Ids(patch));

        host.Source.Change(c => c.Call(2, SmallCompany.Monday, input: 25));
        (type, patch) = await NextAsync(events);
        Assert.Equal(("patch", sequence + 1, sequence + 2), (type, patch.GetProperty("previousSequence").GetInt64(), patch.GetProperty("sequence").GetInt64()));
        Assert.Equal(["cat"], Ids(patch));
        Assert.Equal(["ann"], patch.GetProperty("removed").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task Stream_ManyReaders_AllSeeTheChange()
    {
        await using var host = await StartAsync();
        var readers = new List<(HttpResponseMessage Answer, IAsyncEnumerator<SseItem<string>> Events)>();
        for (var i = 0; i < 100; i++)
        {
            var answer = await OpenAsync(host.Client);
            readers.Add((answer, Events(answer)));
            await NextAsync(readers[^1].Events);
        }

        host.Source.Change(c => c.Call(0, SmallCompany.Monday, input: 100));

        foreach (var (answer, events) in readers)
        {
            var (type, patch) = await NextAsync(events);
            Assert.Equal(("patch", 145L), (type, patch.GetProperty("population").GetProperty("totalTokens").GetInt64()));
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Stream_Midnight_SendsTheBoardOfTheNewWindow()
    {
        await using var host = await StartAsync();
        using var answer = await OpenAsync(host.Client);
        var events = Events(answer);
        var (_, board) = await NextAsync(events);
        Assert.Equal("2026-11-17", board.GetProperty("window").GetProperty("to").GetString());

        host.PassMidnight();
        host.Source.Change(c => c.Call(0, SmallCompany.Monday, input: 1));
        var (type, next) = await NextAsync(events);
        if (type == "patch")
        {
            // The late call still changed the window before.
            (type, next) = await NextAsync(events);
        }

        Assert.Equal(("board", "2026-11-18"), (type, next.GetProperty("window").GetProperty("to").GetString()));
    }

    [Fact]
    public async Task Stream_KeyRevoked_Ends()
    {
        await using var host = await StartAsync();
        using var answer = await OpenAsync(host.Client);
        var events = Events(answer);
        await NextAsync(events);

        host.Door.Revoked.Add("ann");
        host.Source.Change(c => c.Call(0, SmallCompany.Monday, input: 100));

        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task Stream_ServerStops_Ends()
    {
        var host = await StartAsync();
        using var client = host.ClientOf("bob");
        using var answer = await OpenAsync(client);
        var events = Events(answer);
        await NextAsync(events);

        await host.DisposeAsync();

        Assert.False(await events.MoveNextAsync());
    }

    private static Task<BoardsHost> StartAsync()
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann"), SmallCompany.Monday, input: 10);
        company.Call(company.Person("bob"), SmallCompany.Monday, input: 30);
        company.Call(company.Person("cat"), SmallCompany.Monday, input: 5);
        return BoardsHost.StartAsync(company, ("Rules:2026-11:list.shortest", "2"));
    }

    private static Task<HttpResponseMessage> OpenAsync(HttpClient client) =>
        client.GetAsync(Stream, HttpCompletionOption.ResponseHeadersRead, Stop);

    private static IAsyncEnumerator<SseItem<string>> Events(HttpResponseMessage answer) =>
        SseParser.Create(answer.Content.ReadAsStream(Stop)).EnumerateAsync(Stop).GetAsyncEnumerator(Stop);

    private static async Task<(string Type, JsonElement Data)> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync());
        return (events.Current.EventType, JsonDocument.Parse(events.Current.Data).RootElement);
    }

    private static IEnumerable<string> Ids(JsonElement board) =>
        board.GetProperty("standings").EnumerateArray().Select(row => row.GetProperty("person").GetProperty("id").GetString()!);
}
