using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Claudeonomics.Server.Digests;

/// <summary>What became of one attempt.</summary>
/// <param name="Answer">Short, for the log of deliveries.</param>
/// <param name="IsFinal">Trying again would get the same answer.</param>
/// <param name="RetryAfter">How long the receiver asked to wait.</param>
/// <param name="Status">What it answered; <see langword="null"/> without an answer.</param>
internal sealed record DigestAttempt(bool IsDelivered, string Answer, bool IsFinal = false, TimeSpan? RetryAfter = null, HttpStatusCode? Status = null);

/// <summary>Posts a message, once.</summary>
internal sealed class DigestSender(DigestReach reach) : IDisposable
{
    // Slack answers "invalid_blocks" and the like; more of an answer is of no use.
    private const int MaxAnswerChars = 200;

    // A shorter part of an address is a word, such as "webhook", and no secret.
    private const int LeastSecretChars = 8;
    private const char Hidden = '…';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A redirect would take names to where nobody agreed to.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectCallback = reach.ConnectAsync,
    })
    {
        // Its own would end with the head of an answer, and somebody who sends no more than that would hold up everybody.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<DigestAttempt> SendAsync(HttpRequestMessage request, DigestMessage message, CancellationToken cancellationToken)
    {
        if (reach.Problem(request.RequestUri!) is { } problem)
        {
            return new(false, problem, IsFinal: true);
        }

        request.Content = new ByteArrayContent(message.Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var answer = $"{((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)} {await StartOfAsync(response, request.RequestUri!, patience.Token)}".Trim();
            return new(response.IsSuccessStatusCode, answer, IsFinal(response.StatusCode), WaitOf(response), response.StatusCode);
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

    // A moment is told by the receiver's own clock.
    private static TimeSpan? WaitOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - response.Headers.Date);

    // What came of the attempt is in the head: a body that breaks off or never comes changes nothing of it.
    private static async Task<string> StartOfAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        var secrets = SecretsOf(address);
        // So much more that no secret which begins in what is kept ends beyond what is read.
        var bytes = new byte[MaxAnswerChars + secrets.Append("").Max(static secret => secret.Length)];
        var read = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            return "";
        }

        var text = System.Text.Encoding.UTF8.GetString(bytes, 0, read);
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, new(Hidden, secret.Length), StringComparison.OrdinalIgnoreCase);
        }

        text = text.Length <= MaxAnswerChars ? text : text[..MaxAnswerChars];
        return string.Concat(text.Where((c, i) => c != Hidden || i == 0 || text[i - 1] != Hidden).Select(static c => char.IsControl(c) || c == '\uFFFD' ? ' ' : c));
    }

    // An address is a secret, and receivers that know none like it repeat it: "Cannot POST /services/...". The longest first, which others may be parts of.
    private static List<string> SecretsOf(Uri address) =>
    [
        .. address.PathAndQuery.Split('/', '?', '&', '=').SelectMany(static part => (string[])[part, Uri.UnescapeDataString(part)])
            .Where(static part => part.Length >= LeastSecretChars).Distinct(StringComparer.Ordinal).OrderByDescending(static part => part.Length),
    ];
}
