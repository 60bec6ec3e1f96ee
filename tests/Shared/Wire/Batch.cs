using Claudeonomics.Core.Wire;

namespace Claudeonomics.TestShared.Wire;

/// <summary>Builds usage batches with defaults.</summary>
internal static class Batch
{
    public const string Conversation = "0b7c6a1e-5d2f-4b7a-9a61-2f1de3a6c001";

    public static LoggedCall Call(DateTimeOffset at, string? request = "req_01", long output = 90) => new()
    {
        Conversation = Conversation,
        Request = request,
        At = at,
        Agent = "claude-code",
        Provider = "anthropic",
        Model = "claude-opus-4-6",
        UncachedInputTokens = 12,
        CacheReadTokens = 15_000,
        CacheWrite5mTokens = 6_000,
        CacheWrite1hTokens = 800,
        OutputTokens = output,
        ParserRevision = 3,
    };

    /// <summary>A batch of calls, each in the hour that it was answered in.</summary>
    public static UsageBatch Of(DateTimeOffset readAt, params LoggedCall[] calls) => new()
    {
        ReadAt = readAt,
        Hours = [.. calls.GroupBy(call => HourOf(call.At!.Value), (hour, ofHour) => new UsageHour { Hour = hour, Calls = [.. ofHour] })],
    };

    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
