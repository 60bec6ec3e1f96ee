using System.Globalization;
using Claudeonomics.Benchmarks.Ingest;
using Claudeonomics.Benchmarks.Load;
using Claudeonomics.Core.Tracing;

namespace Claudeonomics.Benchmarks.Board;

/// <summary>The first 250 as JSON and as the page, whole and unchanged, beside a static body of the same size.</summary>
internal sealed class BoardScenario : IScenario
{
    private const string JsonPath = "/api/v1/boards/tokens?window=30d&limit=250";
    private const string PagePath = "/";

    // Requests in one write, so that the generator takes little of the two cores.
    private const int Pipelined = 16;

    public string Name => "board";

    public string Summary => "[--people 1000] [--seconds 3] [--rounds 3] [--connections 8] the top 250 beside a static body";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        await using var product = await Product.StartAsync(options.Directory);
        var loads = new IngestLoads(await product.IngestKeyAsync(), options.Number("people", 1_000), companies: 1, DateTimeOffset.UtcNow);
        var load = loads.ClaudeCode("people", 0, 20, isCompressed: true, 20 * options.Number("people", 1_000), rounds: 1);
        var company = await CompanyBoard.OpenAsync(product, loads, static person => "Team " + (person.Ordinal % 20).ToString(CultureInfo.InvariantCulture));
        foreach (var round in load.Rounds)
        {
            LoadGenerator.SendOnce(product.Address, round, 8, 200);
        }

        await company.CheckAsync();
        var page = await product.SignInAsync();
        return new(Name,
        [
            await MeasureAsync("jsonPerSecond", product, JsonPath, Product.ReadHeaders, "br", isConditional: false, options),
            await MeasureAsync("jsonUnchangedPerSecond", product, JsonPath, Product.ReadHeaders, "br", isConditional: true, options),
            await MeasureAsync("jsonPlainPerSecond", product, JsonPath, Product.ReadHeaders, "identity", isConditional: false, options),
            await MeasureAsync("pagePerSecond", product, PagePath, page, "gzip", isConditional: false, options),
            await MeasureAsync("pageUnchangedPerSecond", product, PagePath, page, "gzip", isConditional: true, options),
        ]);
    }

    private static async Task<Figure> MeasureAsync(
        string name, Product product, string path, string headers, string coding, bool isConditional, ScenarioOptions options)
    {
        headers += $"Accept-Encoding: {coding}\r\n";
        var (seconds, connections, rounds) = (options.Seconds("seconds", 3), options.Number("connections", 8), options.Number("rounds", 3));
        if (isConditional)
        {
            await WaitForQuietAsync(2 * (rounds + 2) * seconds);
        }

        var (tag, length) = await AskAsync(product.Address, path, headers);
        headers += isConditional ? $"If-None-Match: {tag}\r\n" : "";
        await using var peer = await ChildServer.PeerAsync(Peers.Static, length.ToString(CultureInfo.InvariantCulture), coding);
        var request = LoadRequest.Get(path, headers, Pipelined);
        var status = isConditional ? 304 : 200;
        LoadOutcome served = default, given = default;
        for (var round = 0; round <= rounds; round++)
        {
            var fixedBody = LoadGenerator.Repeat(peer.Address, request, connections, seconds, status);
            var board = LoadGenerator.Repeat(product.Address, request, connections, seconds, status);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} ({length:N0} bytes) round {round}: {board.PerSecond:N0}/s of {fixedBody.PerSecond:N0}"));
            if (round > 0)
            {
                (served, given) = (served + board, given + fixedBody);
            }
        }

        return Figure.Rate(name, served.PerSecond, "1/s", given.PerSecond, $"a static body of {length} bytes");
    }

    // A page is marked with the time at which it is read, in steps: where one ends the page is another, and "unchanged" no answer.
    private static async Task WaitForQuietAsync(TimeSpan needed)
    {
        if (needed >= ViewMark.SlotLength)
        {
            throw new ArgumentException($"The rounds take {needed}: a page stays the same for {ViewMark.SlotLength} at most.");
        }

        while (ViewMark.SlotOf(DateTimeOffset.UtcNow) != ViewMark.SlotOf(DateTimeOffset.UtcNow + needed))
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<(string Tag, int Length)> AskAsync(Uri address, string path, string headers)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var line in headers.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 2)..]);
        }

        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (answer.Headers.ETag!.ToString(), (await answer.Content.ReadAsByteArrayAsync()).Length);
    }
}
