using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Claudeonomics.Benchmarks.Load;
using Claudeonomics.Simulator.People;
using Claudeonomics.Simulator.Wire;

namespace Claudeonomics.Benchmarks.Ingest;

/// <summary>How long an acknowledged call takes to the board's event stream, while others send.</summary>
internal sealed class Freshness(Product product, IngestLoads loads)
{
    private const int RecordsPerProbe = 20;

    // The probe's person has to use as much as whoever is listed before measuring begins: sent in steps until the stream shows them.
    private const int BodiesPerStep = 400;
    private const int MostSteps = 100;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<(long At, long Tokens)> _seen = new();
    private volatile Exception? _failure;

    /// <summary>Probes at uneven moments, five a second.</summary>
    /// <param name="background">Sent meanwhile, evenly over the time.</param>
    /// <returns>Seconds from the acknowledgement to the event that shows it, ascending.</returns>
    public async Task<IReadOnlyList<double>> MeasureAsync(IReadOnlyList<LoadRequest> background, TimeSpan duration)
    {
        var (person, bodies) = Prober();
        await product.PutAsync(person, "Probes");
        await using var stream = await product.StreamAsync("api/v1/boards/tokens/stream?window=30d");
        using var enough = new CancellationTokenSource();
        var reading = Task.Run(() => ReadAsync(stream, person.Email, enough.Token));
        try
        {
            return await ProbeAsync(person, bodies, background, duration);
        }
        finally
        {
            // The stream is not closed under its reader.
            await enough.CancelAsync();
            await reading;
        }
    }

    private async Task<IReadOnlyList<double>> ProbeAsync(
        SimulatedPerson person, ClaudeCodeBodies bodies, IReadOnlyList<LoadRequest> background, TimeSpan duration)
    {
        using var connection = new LoadConnection(product.Address);
        for (var step = 0; step < MostSteps && _seen.IsEmpty; step++)
        {
            for (var i = 0; i < BodiesPerStep; i++)
            {
                Send(connection, loads.Next(bodies, isCompressed: true));
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        await WaitUntilSeenAsync(loads.Truths[person.Email].Tokens);
        using var stop = new CancellationTokenSource();
        var sender = new Thread(() => SendEvenly(background, duration, stop.Token));
        sender.Start();
        var acknowledged = Probe(connection, person, bodies, duration);
        await WaitUntilSeenAsync(acknowledged[^1].Tokens);
        await stop.CancelAsync();
        sender.Join();
        return Delays(acknowledged);
    }

    private (SimulatedPerson Person, ClaudeCodeBodies Bodies) Prober()
    {
        var known = loads.People.Select(static person => person.Email).ToHashSet();
        for (var seed = 1_000UL; ; seed++)
        {
            var company = Company.Create(new(1, seed, DateOnly.FromDateTime(DateTime.UtcNow)));
            if (company.People[0].MonthlyTokens > 0 && !known.Contains(company.People[0].Email))
            {
                return (company.People[0], new(company, DateTimeOffset.UtcNow, RecordsPerProbe, CompressionLevel.Optimal));
            }
        }
    }

    private List<(long At, long Tokens)> Probe(LoadConnection connection, SimulatedPerson person, ClaudeCodeBodies bodies, TimeSpan duration)
    {
        var acknowledged = new List<(long, long)>();
        var chance = new Random(1);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var before = loads.Truths[person.Email].Tokens;
            Send(connection, loads.Next(bodies, isCompressed: true));
            var tokens = loads.Truths[person.Email].Tokens;
            if (tokens > before)
            {
                acknowledged.Add((Stopwatch.GetTimestamp(), tokens));
            }

            Thread.Sleep(chance.Next(100, 300));
        }

        return acknowledged;
    }

    private void SendEvenly(IReadOnlyList<LoadRequest> requests, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var connection = new LoadConnection(product.Address);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < requests.Count; i++)
        {
            var due = duration * ((double)i / requests.Count);
            if (due - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } early && !cancellationToken.IsCancellationRequested)
            {
                Thread.Sleep(early);
            }

            Send(connection, requests[i]);
        }
    }

    private static void Send(LoadConnection connection, LoadRequest request)
    {
        connection.Send(request);
        if (connection.Receive() is var (status, _) && status != 200)
        {
            throw new InvalidOperationException($"Answered with {status}.");
        }
    }

    private async Task WaitUntilSeenAsync(long tokens)
    {
        var start = Stopwatch.GetTimestamp();
        while (!_seen.Any(seen => seen.Tokens >= tokens))
        {
            if (_failure is not null || Stopwatch.GetElapsedTime(start) > LongestWait)
            {
                throw new InvalidOperationException("The stream did not show what was acknowledged.", _failure);
            }

            await Task.Delay(20);
        }
    }

    private List<double> Delays(List<(long At, long Tokens)> acknowledged)
    {
        var seen = _seen.ToList();
        var delays = acknowledged.ConvertAll(probe =>
            Math.Max(0, Stopwatch.GetElapsedTime(probe.At, seen.First(board => board.Tokens >= probe.Tokens).At).TotalSeconds));
        delays.Sort();
        return delays;
    }

    // event: patch
    // id: 42
    // data: {"board":"tokens", ... "standings":[{"person":{"id":"...","name":"..."},"tokens":{"total":281000000000, ...
    private async Task ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        const string data = "data: ";
        try
        {
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (!line.StartsWith(data, StringComparison.Ordinal))
                {
                    continue;
                }

                var at = Stopwatch.GetTimestamp();
                using var board = JsonDocument.Parse(line.AsMemory(data.Length));
                foreach (var row in board.RootElement.GetProperty("standings").EnumerateArray())
                {
                    if (row.GetProperty("person").GetProperty("name").ValueEquals(name))
                    {
                        _seen.Enqueue((at, row.GetProperty("tokens").GetProperty("total").GetInt64()));
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was seen.
        }
        catch (Exception ended) when (ended is IOException or JsonException)
        {
            _failure = ended;
        }
    }
}
