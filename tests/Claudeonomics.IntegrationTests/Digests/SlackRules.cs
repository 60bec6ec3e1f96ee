using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Claudeonomics.IntegrationTests.Digests;

/// <summary>What Slack takes at an incoming webhook, as its documentation of Block Kit has it, for the blocks a message may consist of.</summary>
internal static partial class SlackRules
{
    private const int MaxBlocks = 50;

    /// <returns>Slack's word for what is wrong, or <see langword="null"/>.</returns>
    public static string? Problem(ReceivedPost post)
    {
        JsonNode message;
        try
        {
            message = post.Json;
        }
        catch (JsonException)
        {
            return "invalid_payload";
        }

        if (post.Headers.ContentType.ToString().Split(';')[0] != "application/json")
        {
            return "invalid_payload";
        }

        if (message["text"]?.GetValue<string>() is not { Length: > 0 and <= 40_000 })
        {
            return "no_text";
        }

        return message["blocks"] is not JsonArray { Count: > 0 and <= MaxBlocks } blocks || blocks.Any(static block => !IsBlock(block!)) ? "invalid_blocks" : null;
    }

    /// <summary>Whether Slack would fetch something for it.</summary>
    public static bool HasPicture(ReceivedPost post) => post.Json["blocks"]!.AsArray().Any(static block => (string?)block!["type"] == "image");

    private static bool IsBlock(JsonNode block) => (string?)block["type"] switch
    {
        "header" => Has(block, "type", "text") && IsText(block["text"], 150, "plain_text"),
        "section" => Has(block, "type", "text", "fields") && (block["text"] is { } text
            ? IsText(text, 3_000, "plain_text", "mrkdwn")
            : block["fields"] is JsonArray { Count: > 0 and <= 10 }) && AreFields(block["fields"]),
        "context" => Has(block, "type", "elements") && block["elements"] is JsonArray { Count: > 0 and <= 10 } elements
            && elements.All(static element => IsText(element, 3_000, "plain_text", "mrkdwn")),
        "divider" => Has(block, "type"),
        "image" => Has(block, "type", "image_url", "alt_text") && block["alt_text"]?.GetValue<string>() is { Length: > 0 and <= 2_000 }
            && block["image_url"]?.GetValue<string>() is { Length: <= 3_000 } url && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http",
        _ => false,
    };

    private static bool AreFields(JsonNode? fields) =>
        fields is null || fields.AsArray().All(static field => IsText(field, 2_000, "plain_text", "mrkdwn"));

    private static bool IsText(JsonNode? text, int most, params string[] types) =>
        text is JsonObject && Has(text, "type", "text", "verbatim") && types.Contains((string?)text["type"]) && text["text"]?.GetValue<string>() is { Length: > 0 } words && words.Length <= most
        && ((string?)text["type"] == "plain_text" || !Unescaped().IsMatch(words));

    private static bool Has(JsonNode block, params string[] names) => block.AsObject().All(property => names.Contains(property.Key));

    // "&" that begins no escape, and "<" that begins no link of ours: a name could be a mention such as <!channel>.
    [GeneratedRegex("&(?!amp;|lt;|gt;)|<(?!https?://)")]
    private static partial Regex Unescaped();
}
