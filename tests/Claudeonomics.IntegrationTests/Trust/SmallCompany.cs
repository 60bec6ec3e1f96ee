using System.Net.Http.Json;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Boards.Seasons;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>A dozen colleagues in two teams with two months of usage, kudos, notes and a sealed season, in the data directory of a server.</summary>
internal static class SmallCompany
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    public static readonly string[] Teams = ["alpha", "beta"];
    public const string Month = "2026-10";
    private const int Days = 55;

    // A day's tokens of who uses least: below what a score carries without signals, so that the first has the highest score too.
    private const int Unit = 5_000;

    // Days of November: a season is over once there is usage after it, so that these come when everybody is there.
    private const int LateDays = 20;

    private static readonly string[] Ways = ["named", "pseudonym", "named", "private"];

    /// <returns>Ids, in the order in which they joined: the first uses most.</returns>
    public static async Task<IReadOnlyList<string>> FillAsync(RunningServer server, int people = 12)
    {
        var ids = new List<string>();
        for (var i = 0; i < people; i++)
        {
            ids.Add(await AddAsync(server, $"p{i}", Ways[i % Ways.Length], Teams[i % 2], Unit * (people - i), LateDays));
        }

        for (var i = 0; i < people; i++)
        {
            using var client = server.Client(await server.OwnKeyAsync(EmailOf($"p{i}")));
            await client.PutAsJsonAsync($"/api/v1/kudos/{ids[(i + 2) % people]}", new { reason = "taught" });
            await client.PutAsJsonAsync("/api/v1/me/help", new { topics = new[] { $"topic {i % 3}" }, note = $"set-up of p{i}" });
        }

        for (var i = 0; i < people; i++)
        {
            using var client = server.Client(await server.OwnKeyAsync(EmailOf($"p{i}")));
            await client.PutAsJsonAsync($"/api/v1/help/{ids[(i + 2) % people]}/helped", new { });
        }

        // Rosters are a moment behind what boards are asked for.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var board = new BoardQuery(BoardNames.Tokens, DayRange.LastDays(DateOnly.FromDateTime(Now.UtcDateTime), 30), BoardSubject.Person, UsageFilter.All, Team: null, Limit: 3);
        while (server.Services.GetRequiredService<IBoards>().Get(board).Population.Participants < people)
        {
            await Task.Delay(100, patience.Token);
        }

        for (var i = 0; i < people; i++)
        {
            await UseAsync(server, server.IdentityOf((await server.PostKeyAsync("ingest", EmailOf($"p{i}"))).Key), Unit * (people - i), 0, LateDays);
        }

        while ((await server.Services.GetRequiredService<SeasonKeeper>().SealAsync(patience.Token)).Count == 0 && server.Services.GetRequiredService<ISeasons>().All.Count == 0)
        {
            await Task.Delay(200, patience.Token);
        }

        return ids;
    }

    /// <summary>Somebody with a key of their own and usage on every day.</summary>
    /// <param name="from">Days that are left out before today.</param>
    public static async Task<string> AddAsync(RunningServer server, string name, string participates, string team, long tokens, int from = 0)
    {
        var id = (string)(await server.PutPersonAsync(EmailOf(name), NameOf(name), team, participates))["id"]!;
        var identity = server.IdentityOf((await server.PostKeyAsync("ingest", EmailOf(name))).Key);
        await UseAsync(server, identity, tokens, from, Days);
        return id;
    }

    /// <summary>A call on each day from some days before today until some days before it (end excluded).</summary>
    public static async Task UseAsync(RunningServer server, int identity, long tokens, int from = 0, int until = Days)
    {
        var facts = new FactBatch();
        for (var day = from; day < until; day++)
        {
            facts.Add(new UsageEvent
            {
                Identity = identity,
                Who = Who.Known,
                Source = Source.OtlpEvent,
                AtUnixMs = Now.AddDays(-day).AddHours(-1).ToUnixTimeMilliseconds(),
                Conversation = (ulong)identity,
                Request = (ulong)((identity * 1000) + day),
                Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
                Usage = new(uncachedInputTokens: tokens, 0, 0, 0, 0, tokens / 100, reasoningTokens: 0),
            });
        }

        var sums = server.Services.GetRequiredService<IBoardSource>();
        var before = sums.Version;
        Assert.Equal(until - from, (await server.Services.GetRequiredService<IUsageLedger>().AppendAsync(facts, default))!.Value.Accepted);
        while (sums.Version == before)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public static string EmailOf(string name) => $"{name}@example.com";

    public static string NameOf(string name) => $"Person {name.ToUpperInvariant()} of the test";
}
