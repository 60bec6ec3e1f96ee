using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Wire;

namespace Claudeonomics.Simulator.Sending;

/// <summary>What a server did with what was sent.</summary>
/// <param name="Rejected">Records that the server's partial successes speak of.</param>
/// <param name="Retries">Times that the server was busy and a body was sent again.</param>
public sealed record SendReport(long Bodies, long CompressedBytes, long Rejected, long Retries);

/// <summary>The server did not take a body, and would not take it again.</summary>
public sealed class SendException(string message) : Exception(message);

/// <summary>Sends exports as agents do: compressed protobuf over HTTP, again when the server is busy.</summary>
/// <param name="http">Its base address is the server's.</param>
/// <param name="key">An ingest key.</param>
public sealed class OtlpSender(HttpClient http, string key, TimeProvider clock)
{
    // So many posts under way keep two cores busy; bodies of one conversation may then overtake each other, as retried ones do.
    private const int Connections = 8;

    // Bodies waiting to be sent: bounded, so that a slow server slows the simulation down.
    private const int MostWaiting = 256;
    private const int MostAttempts = 60;
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    private long _bodies;
    private long _bytes;
    private long _rejected;
    private long _retries;

    /// <summary>Sends everything.</summary>
    /// <param name="beforeSending">Sees each export first.</param>
    /// <exception cref="SendException">The server refused a body for good.</exception>
    public async Task<SendReport> SendAsync(IExportSource source, ExportObserver beforeSending, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(beforeSending);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = Channel.CreateBounded<(string Path, byte[] Body)>(MostWaiting);
        var senders = Enumerable.Range(0, Connections).Select(_ => SendFromAsync(waiting.Reader, stop)).ToArray();
        try
        {
            var encoder = new OtlpEncoder();
            while (Next(source, encoder, beforeSending) is { } body)
            {
                await waiting.Writer.WriteAsync(body, stop.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A sender failed; its task says why.
        }
        finally
        {
            waiting.Writer.Complete();
        }

        await Task.WhenAll(senders);
        return new(_bodies, _bytes, _rejected, _retries);
    }

    private static (string Path, byte[] Body)? Next(IExportSource source, OtlpEncoder encoder, ExportObserver beforeSending)
    {
        if (!source.TryRead(out var export))
        {
            return null;
        }

        beforeSending(export);
        return (OtlpEncoder.PathOf(export.Signal), encoder.EncodeGzip(export, CompressionLevel.Fastest, out _));
    }

    private async Task SendFromAsync(ChannelReader<(string Path, byte[] Body)> waiting, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var (path, body) in waiting.ReadAllAsync(stop.Token))
            {
                await SendAsync(path, body, stop.Token);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task SendAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await PostAsync(path, body, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _bodies);
                Interlocked.Add(ref _bytes, body.Length);
                Interlocked.Add(ref _rejected, PartialSuccess.Rejected(await answer.Content.ReadAsByteArrayAsync(cancellationToken)));
                return;
            }

            if (attempt == MostAttempts || answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            {
                throw new SendException($"The server answered a body for {path} with {(int)answer.StatusCode} {answer.ReasonPhrase}.");
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? UsualWait, clock, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new("Bearer", key);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        request.Content.Headers.ContentEncoding.Add("gzip");
        return await http.SendAsync(request, cancellationToken);
    }
}

/// <summary>Sees an export before it goes on.</summary>
public delegate void ExportObserver(in Export export);
