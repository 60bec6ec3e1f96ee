using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>JSON for any program, signed as the Standard Webhooks specification says, so that its libraries check it:
/// <c>webhook-id</c>, <c>webhook-timestamp</c>, <c>webhook-signature: v1,BASE64</c> over <c>ID.TIMESTAMP.BODY</c>.</summary>
internal sealed class WebhookFormat(TimeProvider clock) : IDigestFormat
{
    /// <summary>How a secret begins where it is shown.</summary>
    public const string SecretPrefix = "whsec_";

    public const int SecretBytes = 32;

    public DigestKind Kind => DigestKind.Webhook;

    public Task<DigestMessage> WriteAsync(Digest digest, byte[] picture, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, digest.Occasion switch { DigestOccasion.Season => "digest.season", DigestOccasion.Test => "digest.test", _ => "digest.week" });
            json.WriteString("timestamp"u8, clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteStartObject("data"u8);
            Write(json, digest);
            json.WriteStartObject("picture"u8);
            json.WriteString("mediaType"u8, "image/svg+xml"u8);
            json.WriteString("description"u8, DigestPicture.Description(digest));
            json.WriteBase64String("base64"u8, picture);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Task.FromResult(new DigestMessage(bytes.ToArray()));
    }

    public void Sign(HttpRequestMessage request, DigestMessage message, DigestChannel channel, string deliveryId, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", deliveryId);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Signature(channel.Secret!, deliveryId, timestamp, message.Json)}");
    }

    /// <param name="secret">Base64.</param>
    internal static string Signature(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    private static void Write(Utf8JsonWriter json, Digest digest)
    {
        json.WriteString("about"u8, digest.About);
        json.WriteString("team"u8, digest.Team);
        json.WriteString("title"u8, digest.Title);
        json.WriteString("headline"u8, digest.Headline);
        json.WriteString("from"u8, Day(digest.Days.Start));
        json.WriteString("to"u8, Day(digest.Days.End));
        json.WriteNumber("totalTokens"u8, digest.Tokens);
        if (digest.TokensBefore is { } before)
        {
            json.WriteNumber("totalTokensBefore"u8, before);
        }
        else
        {
            json.WriteNull("totalTokensBefore"u8);
        }

        json.WriteNumber("participants"u8, digest.Participants);
        json.WriteNumber("active"u8, digest.Active);
        json.WriteNumber("medianTokens"u8, digest.MedianTokens);
        if (digest.CostUsd is { } cost)
        {
            json.WriteNumber("listCostUsd"u8, cost);
        }
        else
        {
            json.WriteNull("listCostUsd"u8);
        }

        json.WriteNumber("unpricedTokens"u8, digest.UnpricedTokens);
        json.WriteString("focus"u8, DigestWords.Focus(digest));
        json.WriteStartArray("together"u8);
        foreach (var sum in digest.Together)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, sum.Name);
            json.WriteNumber("count"u8, sum.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("leading"u8);
        foreach (var row in digest.Leading)
        {
            json.WriteStartObject();
            json.WriteNumber("rank"u8, row.Rank);
            json.WriteString("name"u8, row.Name);
            json.WriteNumber("points"u8, Math.Round(row.Points, 2));
            json.WriteStartArray("titles"u8);
            foreach (var title in row.Titles)
            {
                json.WriteStringValue(title);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("dailyTokens"u8);
        foreach (var tokens in digest.Daily)
        {
            json.WriteNumberValue(tokens);
        }

        json.WriteEndArray();
        json.WriteString("purpose"u8, DigestWords.Purpose);
        json.WriteString("url"u8, digest.Url);
        if (digest.Heads is { } heads)
        {
            json.WriteStartObject("heads"u8);
            json.WriteString("at"u8, Moment(heads.At));
            json.WriteStartObject("ledger"u8);
            json.WriteNumber("sequence"u8, heads.Ledger.Sequence);
            json.WriteString("hash"u8, heads.Ledger.Hash);
            json.WriteEndObject();
            if (heads.AccessLog is { } log)
            {
                json.WriteStartObject("accessLog"u8);
                json.WriteNumber("sequence"u8, log.Sequence);
                json.WriteString("hash"u8, log.Hash);
                json.WriteString("signedAt"u8, Moment(log.SignedAt));
                json.WriteString("signature"u8, log.Signature);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
