using System.Text;
using System.Text.Json;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>A message for an incoming webhook of Slack: Block Kit, with plain text beside it for notifications.</summary>
/// <remarks>
/// Limits of Slack's that are kept: a header has 150 characters, a text 3,000, a field 2,000, an alternative text 2,000. Names are text of
/// people's own: <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> are escaped and texts are verbatim, so that a name is never a mention or a link. A picture has to be fetched by
/// Slack, so there is one only where the server has an address of its own and this machine can draw a PNG; where Slack cannot reach that address it refuses
/// the whole message, which then goes without.
/// </remarks>
internal sealed class SlackFormat(DigestPictures pictures) : IDigestFormat
{
    private const int MaxHeader = 150;
    private const int MaxText = 3_000;
    private const int MaxField = 2_000;
    private const string Markdown = "mrkdwn";

    public DigestKind Kind => DigestKind.Slack;

    public async Task<DigestMessage> WriteAsync(Digest digest, byte[] picture, CancellationToken cancellationToken)
    {
        var address = await pictures.KeepAsync(picture, cancellationToken);
        return address is null ? new(Write(digest, null)) : new(Write(digest, address), WithoutPicture: Write(digest, null));
    }

    // The address is the secret.
    public void Sign(HttpRequestMessage request, DigestMessage message, DigestChannel channel, string deliveryId, DateTimeOffset now)
    {
    }

    private static byte[] Write(Digest digest, string? pictureUrl)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("text"u8, Escaped($"{digest.About}: {digest.Headline}", MaxText));
            json.WriteStartArray("blocks"u8);
            Header(json, $"{digest.About}: {digest.Title}");
            Section(json, $"*{Escaped(digest.Headline, MaxField)}*");
            Fields(json, digest);
            if (digest.Together.Count > 0)
            {
                Section(json, $"*Done together*\n{Escaped(DigestWords.Together(digest), MaxField)}");
            }

            if (digest.Leading.Count > 0)
            {
                Section(json, $"*Score, 30 days*\n{Escaped(string.Join('\n', digest.Leading.Select(DigestWords.Row)), MaxField)}");
            }

            if (pictureUrl is not null)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "image"u8);
                json.WriteString("image_url"u8, pictureUrl);
                json.WriteString("alt_text"u8, Cut(DigestPicture.Description(digest), MaxField));
                json.WriteEndObject();
            }

            Context(json, digest);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Fields(Utf8JsonWriter json, Digest digest)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "section"u8);
        json.WriteStartArray("fields"u8);
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("Used AI", DigestWords.People(digest)),
            ("Median of them", $"{Figure.Tokens(digest.MedianTokens)} tokens"),
            ("List-price equivalent", DigestWords.Cost(digest)),
            ("Focus", DigestWords.Focus(digest)),
        ])
        {
            Text(json, null, Markdown, $"*{name}*\n{Escaped(value, MaxField - 100)}");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Header(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "header"u8);
        Text(json, "text", "plain_text", Cut(text, MaxHeader));
        json.WriteEndObject();
    }

    private static void Section(Utf8JsonWriter json, string markdown)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "section"u8);
        Text(json, "text", Markdown, markdown);
        json.WriteEndObject();
    }

    private static void Context(Utf8JsonWriter json, Digest digest)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "context"u8);
        json.WriteStartArray("elements"u8);
        Text(json, null, Markdown, digest.Url is { } url ? $"{DigestWords.Purpose} <{url}|Open the board>" : DigestWords.Purpose);
        if (digest.Heads is { } heads)
        {
            var log = heads.AccessLog is { } signed ? $", access log `{signed.Sequence} {signed.Hash}`" : "";
            Text(json, null, Markdown, $"Heads, for who checks later: ledger `{heads.Ledger.Sequence} {heads.Ledger.Hash}`{log}");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string? property, string type, string text)
    {
        if (property is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(property);
        }

        json.WriteString("type"u8, type);
        json.WriteString("text"u8, text);
        if (type == Markdown)
        {
            json.WriteBoolean("verbatim"u8, true);
        }

        json.WriteEndObject();
    }

    // An escape takes up to five characters, and must not be cut in two.
    private static string Escaped(string text, int most)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = rune.Value switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => rune.ToString() };
            if (escaped.Length + piece.Length >= most)
            {
                return escaped.Append('…').ToString();
            }

            escaped.Append(piece);
        }

        return escaped.ToString();
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1), "…");
}
