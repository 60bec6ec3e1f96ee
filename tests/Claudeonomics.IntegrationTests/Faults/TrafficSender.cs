using System.Collections.Concurrent;
using System.Net;
using Claudeonomics.Simulator.Sending;

namespace Claudeonomics.IntegrationTests.Faults;

/// <summary>Sends bodies as agents do, each again until a server that may come and go has acknowledged it.</summary>
internal sealed class TrafficSender(string ingestKey) : IDisposable
{
    private const int Connections = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private volatile Uri? _address;
    private int _acknowledged;
    private int _attempts;
    private int _refused;

    public string IngestKey => ingestKey;

    /// <summary>Bodies that were answered with success.</summary>
    public int Acknowledged => _acknowledged;

    /// <summary>Posts, with those that found no server or none that answered.</summary>
    public int Attempts => _attempts;

    /// <summary>Answers of 503 with the time after which to come again.</summary>
    public int Refused => _refused;

    /// <summary>Where the server is now; <see langword="null"/> while there is none.</summary>
    public Uri? Address
    {
        set => _address = value;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends every body until it is acknowledged.</summary>
    public Task SendAsync(IEnumerable<TrafficBody> bodies, CancellationToken cancellationToken)
    {
        var waiting = new ConcurrentQueue<TrafficBody>(bodies);
        return Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendFromAsync(waiting, cancellationToken)));
    }

    private async Task SendFromAsync(ConcurrentQueue<TrafficBody> waiting, CancellationToken cancellationToken)
    {
        while (waiting.TryDequeue(out var body))
        {
            if (await TrySendAsync(body, cancellationToken))
            {
                Interlocked.Increment(ref _acknowledged);
            }
            else
            {
                // To the end of the queue: what was not acknowledged comes late and out of order, as from agents.
                waiting.Enqueue(body);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private async Task<bool> TrySendAsync(TrafficBody body, CancellationToken cancellationToken)
    {
        if (_address is not { } address)
        {
            return false;
        }

        Interlocked.Increment(ref _attempts);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, body.Path)) { Content = new ByteArrayContent(body.Gzip) };
            request.Headers.Authorization = new("Bearer", ingestKey);
            request.Content.Headers.ContentType = new("application/x-protobuf");
            request.Content.Headers.ContentEncoding.Add("gzip");
            using var answer = await _http.SendAsync(request, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.OK)
            {
                Assert.Equal(0, PartialSuccess.Rejected(await answer.Content.ReadAsByteArrayAsync(cancellationToken)));
                return true;
            }

            Assert.True(
                answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, $"Answered with {answer.StatusCode}.");
            Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            _ = answer.StatusCode is HttpStatusCode.ServiceUnavailable ? Interlocked.Increment(ref _refused) : 0;
            return false;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
