using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Reads a request's body into one contiguous buffer, within bounds of size and time.</summary>
internal static class BodyReader
{
    private const int FirstRoom = 16 * 1024;

    /// <param name="http">The request; its body may be chunked.</param>
    /// <param name="into">Receives the bytes; they count against the budget as they arrive, not as they are announced.</param>
    /// <param name="maxBytes">How many there may be.</param>
    /// <param name="maxTime">How long the sender may take.</param>
    /// <returns>Why not, or <see langword="null"/> when all is there.</returns>
    /// <exception cref="IOException">The sender is gone.</exception>
    public static async Task<IngestOutcomeKind?> ReadAsync(HttpContext http, PooledBytes into, int maxBytes, TimeSpan maxTime)
    {
        if (http.Request.ContentLength > maxBytes)
        {
            return IngestOutcomeKind.TooLarge;
        }

        // Ours is the limit that decides, so that its answer is in the sender's own format.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        try
        {
            return await ReadAsync(http.Request.BodyReader, into, maxBytes, maxTime);
        }
        catch (BadHttpRequestException bad)
        {
            // Kestrel's own verdicts: a broken chunk (400), slower than the minimum rate (408).
            return bad.StatusCode == StatusCodes.Status408RequestTimeout ? IngestOutcomeKind.TooSlow : IngestOutcomeKind.Malformed;
        }
    }

    private static async Task<IngestOutcomeKind?> ReadAsync(PipeReader reader, PooledBytes into, int maxBytes, TimeSpan maxTime)
    {
        CancellationTokenSource? timeout = null;
        try
        {
            while (true)
            {
                // Most bodies came with their headers, and need no timer.
                var reading = reader.ReadAsync(CancellationToken.None);
                if (!reading.IsCompleted && timeout is null)
                {
                    timeout = new CancellationTokenSource(maxTime);
                    timeout.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
                }

                var result = await reading;
                if (Take(reader, result, into, maxBytes) is { } failure)
                {
                    return failure;
                }

                if (result.IsCompleted)
                {
                    return null;
                }
            }
        }
        finally
        {
            timeout?.Dispose();
        }
    }

    private static IngestOutcomeKind? Take(PipeReader reader, ReadResult result, PooledBytes into, int maxBytes)
    {
        var bytes = result.Buffer;
        IngestOutcomeKind? failure =
            result.IsCanceled ? IngestOutcomeKind.TooSlow
            : into.Length + bytes.Length > maxBytes ? IngestOutcomeKind.TooLarge
            : !into.TryReserve(Math.Max((int)bytes.Length, into.Length == 0 ? FirstRoom : 0)) ? IngestOutcomeKind.Busy
            : null;
        if (failure is null)
        {
            bytes.CopyTo(into.Free);
            into.Advance((int)bytes.Length);
        }

        reader.AdvanceTo(bytes.End);
        return failure;
    }
}
