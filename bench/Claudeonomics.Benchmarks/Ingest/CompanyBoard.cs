using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Claudeonomics.Benchmarks.Load;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Benchmarks.Ingest;

/// <summary>The product's board of everybody whose calls are sent, beside the truth about them.</summary>
internal sealed class CompanyBoard
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Product _product;
    private readonly IngestLoads _loads;
    private CompanyBoard(Product product, IngestLoads loads) => (_product, _loads) = (product, loads);

    /// <summary>Makes everybody known to the product.</summary>
    /// <param name="teamOf">The name of a person's team.</param>
    public static async Task<CompanyBoard> OpenAsync(Product product, IngestLoads loads, Func<SimulatedPerson, string> teamOf)
    {
        var board = new CompanyBoard(product, loads);
        foreach (var person in loads.People.DistinctBy(static person => person.Email))
        {
            await product.PutAsync(person, teamOf(person));
        }

        return board;
    }

    /// <summary>Waits until the board shows what was acknowledged: all tokens, and tokens and calls of everybody who is listed.</summary>
    /// <exception cref="InvalidOperationException">It shows something else.</exception>
    public async Task CheckAsync()
    {
        var (tokens, calls) = (_loads.Truths.Values.Sum(static truth => truth.Tokens), _loads.Truths.Values.Sum(static truth => truth.Calls));
        var start = Stopwatch.GetTimestamp();
        JsonElement board;
        long shown;
        while ((shown = TokensOf(board = await _product.GetAsync("api/v1/boards/tokens?window=30d&limit=250"))) != tokens)
        {
            if (Stopwatch.GetElapsedTime(start) > LongestWait)
            {
                throw new InvalidOperationException($"The board shows {shown:N0} tokens; {tokens:N0} were used.");
            }

            await Task.Delay(100);
        }

        var listed = CheckRows(board.GetProperty("standings"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The board shows the {tokens:N0} tokens that were used, in {calls:N0} calls, and those of the {listed} who are listed."));
    }

    private static long TokensOf(JsonElement board) => board.GetProperty("population").GetProperty("totalTokens").GetInt64();

    // The prober of freshness is nobody of these companies.
    private int CheckRows(JsonElement standings)
    {
        var listed = 0;
        foreach (var row in standings.EnumerateArray())
        {
            if (_loads.Truths.TryGetValue(row.GetProperty("person").GetProperty("name").GetString()!, out var truth))
            {
                var (tokens, calls) = (row.GetProperty("tokens").GetProperty("total").GetInt64(), row.GetProperty("requests").GetInt64());
                if ((tokens, calls) != (truth.Tokens, truth.Calls))
                {
                    throw new InvalidOperationException($"The board shows {tokens:N0} tokens of {calls:N0} calls for somebody who used {truth.Tokens:N0} in {truth.Calls:N0}.");
                }

                listed++;
            }
        }

        return listed;
    }
}
