using System.Text.Json;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Web.Board;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>The board's event stream over the sample company: whole boards only.</summary>
internal static class SampleStream
{
    public static void MapSampleStream(this IEndpointRouteBuilder app) => app.MapGet(
        "/api/v1/boards/{board}/stream",
        async (string board, HttpContext context, IBoards boards) =>
        {
            context.Response.ContentType = "text/event-stream";
            var query = BoardAddress.From(board, context.Request.Query).QueryOn(boards.Today);
            await foreach (var snapshot in ((SampleCompany)boards).Watch(query, context.RequestAborted))
            {
                await context.Response.WriteAsync($"event: board\nid: {snapshot.Sequence}\ndata: {Json(snapshot)}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });

    private static string Json(BoardSnapshot snapshot) => JsonSerializer.Serialize(
        new
        {
            snapshot.Query.Board,
            snapshot.Sequence,
            Population = new
            {
                snapshot.Population.Participants,
                snapshot.Population.Active,
                snapshot.Population.Sums.Tokens.TotalTokens,
                snapshot.Population.MedianTokens,
                snapshot.Population.TopPercentShare,
                snapshot.Population.Sums.ListCostUsd,
            },
            Standings = snapshot.Standings.Select(row => new
            {
                row.Rank,
                row.Change,
                Person = new { row.Id, row.Name, row.Team },
                row.Score,
                Tokens = new { Total = row.Sums.Tokens.TotalTokens },
                row.Sums.ListCostUsd,
                Tier = Titles.NameOf(row.Tier),
                row.Titles,
                row.Recognitions,
                row.Parts,
                row.Days,
                row.Models,
            }),
        },
        JsonSerializerOptions.Web);
}
