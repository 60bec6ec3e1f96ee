using System.Diagnostics;

namespace Claudeonomics.Benchmarks.Load;

/// <param name="Weight">Of all requests that were answered.</param>
/// <param name="Seconds">From the first request to the last answer.</param>
internal readonly record struct LoadOutcome(long Weight, double Seconds)
{
    public static LoadOutcome operator +(LoadOutcome left, LoadOutcome right) => new(left.Weight + right.Weight, left.Seconds + right.Seconds);

    public double PerSecond => Weight / Seconds;
}

/// <summary>Sends prepared requests over a few connections, each with a thread that blocks: no pool, no timers, no parsing of bodies.</summary>
internal static class LoadGenerator
{
    /// <summary>Sends each request once.</summary>
    /// <param name="status">What every answer must be.</param>
    /// <exception cref="InvalidOperationException">An answer was something else.</exception>
    public static LoadOutcome SendOnce(Uri address, IReadOnlyList<LoadRequest> requests, int connections, int status) =>
        Run(address, connections, status, next => next < requests.Count ? requests[next] : null);

    /// <summary>Sends one request again and again; at least once, however late its thread comes to it.</summary>
    public static LoadOutcome Repeat(Uri address, LoadRequest request, int connections, TimeSpan duration, int status)
    {
        var watch = Stopwatch.StartNew();
        return Run(address, connections, status, next => next == 0 || watch.Elapsed < duration ? request : null);
    }

    private static LoadOutcome Run(Uri address, int connections, int status, Func<int, LoadRequest?> requestOf)
    {
        var (next, weight, failure) = (-1, 0L, (Exception?)null);
        var open = Enumerable.Range(0, connections).Select(_ => new LoadConnection(address)).ToArray();
        var threads = open.Select(connection => new Thread(() => Work(connection))).ToArray();
        var watch = Stopwatch.StartNew();
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        var seconds = watch.Elapsed.TotalSeconds;
        Array.ForEach(open, static connection => connection.Dispose());
        return failure is null ? new(weight, seconds) : throw new InvalidOperationException("The load failed.", failure);

        void Work(LoadConnection connection)
        {
            try
            {
                while (Volatile.Read(ref failure) is null && requestOf(Interlocked.Increment(ref next)) is { } request)
                {
                    connection.Send(request);
                    for (var i = 0; i < request.Requests; i++)
                    {
                        if (connection.Receive() is var (answer, _) && answer != status)
                        {
                            throw new InvalidOperationException($"Answered with {answer} instead of {status}.");
                        }
                    }

                    Interlocked.Add(ref weight, request.Weight);
                }
            }
            catch (Exception thrown) when (thrown is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
            {
                Volatile.Write(ref failure, thrown);
            }
        }
    }
}
