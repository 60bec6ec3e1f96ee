using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Claudeonomics.Server.Digests;

/// <summary>What became of one attempt.</summary>
/// <param name="Answer">Short, for the log of deliveries.</param>
/// <param name="IsFinal">Trying again would get the same answer.</param>
/// <param name="RetryAfter">How long the receiver asked to wait.</param>
internal sealed record DigestAttempt(bool IsDelivered, string Answer, bool IsFinal = false, TimeSpan? RetryAfter = null);

/// <summary>Posts a message, once.</summary>
internal sealed class DigestSender(DigestReach reach) : IDisposable
{
    // Slack answers "invalid_blocks" and the like; more of an answer is of no use.
    private const int MaxAnswerBytes = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A redirect would take names to where nobody agreed to.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectCallback = reach.ConnectAsync,
    })
    {
        Timeout = Patience,
    };

    public async Task<DigestAttempt> SendAsync(HttpRequestMessage request, DigestMessage message, CancellationToken cancellationToken)
    {
        if (reach.Problem(request.RequestUri!) is { } problem)
        {
            return new(false, problem, IsFinal: true);
        }

        request.Content = new ByteArrayContent(message.Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var answer = $"{((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)} {await StartOfAsync(response, cancellationToken)}".Trim();
            return new(response.IsSuccessStatusCode, answer, IsFinal(response.StatusCode), WaitOf(response));
        }
        catch (HttpRequestException failure) when (failure.InnerException is DigestReachException refusal)
        {
            return new(false, refusal.Message, IsFinal: true);
        }
        catch (HttpRequestException failure)
        {
            return new(false, failure.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(false, $"No answer within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsFinal(HttpStatusCode status) =>
        (int)status is >= 300 and < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    private static TimeSpan? WaitOf(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private static async Task<string> StartOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MaxAnswerBytes];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(bytes, 0, read);
        return string.Concat(text.Select(static c => char.IsControl(c) || c == '\uFFFD' ? ' ' : c));
    }
}
