using System.Text.Json;

namespace Claudeonomics.Cli.Statusline;

/// <summary>What an agent tells its status line about the conversation. Everything may be missing; what is of another shape counts as missing.</summary>
/// <param name="ConversationId">Claude Code's <c>session_id</c>.</param>
/// <param name="Model">As the agent shows it.</param>
/// <param name="CostUsd">What the agent itself thinks that the conversation cost.</param>
/// <param name="ContextShare">How full the model's context is; from 0, 1 when full.</param>
/// <param name="LimitShare">How much of a subscription's five hours is used up; from 0, 1 when all.</param>
/// <param name="LimitResetsAt">When those five hours end.</param>
internal sealed record StatusInput(
    string? ConversationId, string? Model, decimal? CostUsd, double? ContextShare, double? LimitShare, DateTimeOffset? LimitResetsAt)
{
    /// <summary>No longer input is read.</summary>
    public const int LongestInput = 1024 * 1024;

    private static readonly StatusInput Nothing = new(null, null, null, null, null, null);

    /// <summary>Reads Claude Code's document (https://code.claude.com/docs/en/statusline). Never fails.</summary>
    public static StatusInput Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new(
                Text(root, "session_id"),
                Text(root, "model", "display_name") ?? Text(root, "model", "id"),
                Number(root, "cost", "total_cost_usd") is { } cost and >= 0 and < 1e9 ? (decimal)cost : null,
                ContextOf(root),
                ShareOf(Number(root, "rate_limits", "five_hour", "used_percentage")),
                Number(root, "rate_limits", "five_hour", "resets_at") is { } at and > 0 and < 1e11 ? DateTimeOffset.FromUnixTimeSeconds((long)at) : null);
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    // Older versions tell the counts of the last call instead of a share.
    private static double? ContextOf(JsonElement root)
    {
        if (ShareOf(Number(root, "context_window", "used_percentage")) is { } share)
        {
            return share;
        }

        double? Usage(string name) => Number(root, "context_window", "current_usage", name);

        return Number(root, "context_window", "context_window_size") is { } size and > 0
            && (Usage("input_tokens") ?? Usage("cache_read_input_tokens")) is not null
            ? ((Usage("input_tokens") ?? 0) + (Usage("cache_read_input_tokens") ?? 0) + (Usage("cache_creation_input_tokens") ?? 0)) / size
            : null;
    }

    private static double? ShareOf(double? percentage) => percentage is >= 0 and <= 1000 ? percentage / 100 : null;

    private static string? Text(JsonElement root, params ReadOnlySpan<string> names) =>
        Find(root, names) is { ValueKind: JsonValueKind.String } found && found.GetString() is { Length: > 0 } text ? text : null;

    private static double? Number(JsonElement root, params ReadOnlySpan<string> names) =>
        Find(root, names) is { ValueKind: JsonValueKind.Number } found && found.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static JsonElement? Find(JsonElement found, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
            {
                return null;
            }
        }

        return found;
    }
}
