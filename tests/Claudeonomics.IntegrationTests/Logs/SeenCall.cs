using System.Globalization;
using System.Text;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>One call as a report counts it, which shows itself as a line:
/// <c>2026-10-05T10:00:05.000Z gemini-cli gemini-2.5-pro g-1 /home/dev/app input=6000 read=4000 output=700 reasoning=200</c>.</summary>
/// <param name="At">UTC; null when no file told.</param>
/// <param name="Rest">What the agent said it cost, and marks.</param>
internal sealed record SeenCall(
    DateTimeOffset? At, string Agent, string Provider, string Model, string Conversation, string Project, TokenUsage Usage, string Rest)
{
    public static SeenCall Of(in Observation call, NameTables names)
    {
        var origin = names.Origins[call.Origin];
        return new(
            call.AtUnixMs == Observation.NoTime ? null : DateTimeOffset.FromUnixTimeMilliseconds(call.AtUnixMs),
            origin.Agent, origin.Provider, origin.Model, Text(names.Conversations, call.Conversation), Text(names.Projects, call.Project), call.Usage,
            (call.HasReportedCost ? $" cost=${call.ReportedCostMicros / 1_000_000m}" : "") + (call.WebSearches > 0 ? $" searches={call.WebSearches}" : "")
            + (call.IsSum ? " sum" : "") + (call.IsPartial ? " partial" : "") + (call.Traits == default ? "" : $" {call.Traits}"));
    }

    /// <summary>Who called what in which conversation, and for how much: what an agent and a stand-in of a model API both know.</summary>
    public static string Essence(string agent, string model, string conversation, TokenUsage usage) => $"{agent} {model} {conversation}{TextOf(usage)}";

    public string Essence() => Essence(Agent, Model, Conversation, Usage);

    public override string ToString() =>
        $"{At?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "unknown"} {Agent} "
        + $"{(Provider.Length > 0 ? $"{Provider}|" : "")}{Model} {Named(Conversation)} {Named(Project)}{TextOf(Usage)}{Rest}";

    // Buckets that do not overlap, empty ones left out; reasoning is a part of output.
    private static string TextOf(TokenUsage usage)
    {
        (string Name, long Count)[] parts =
        [
            ("input", usage.UncachedInputTokens), ("read", usage.CacheReadTokens), ("write5m", usage.CacheWrite5mTokens),
            ("write1h", usage.CacheWrite1hTokens), ("write", usage.CacheWriteUnknownTokens), ("output", usage.OutputTokens),
            ("reasoning", usage.ReasoningTokens),
        ];
        return string.Concat(parts.Where(part => part.Count > 0).Select(part => $" {part.Name}={part.Count}"));
    }

    private static string Named(string text) => text.Length > 0 ? text : "-";

    private static string Text(NameTable names, int number) => Encoding.UTF8.GetString(names[number]);
}

/// <summary>Everything that agents' logs in one home told.</summary>
/// <param name="Calls">Each once, by time.</param>
/// <param name="Unread">What was not read, or not as it stands there: <c>PATH:LINE REASON</c>, below the home folder.</param>
internal sealed record LogReading(IReadOnlyList<SeenCall> Calls, IReadOnlyList<string> Unread)
{
    /// <summary>One line for each call, then one for each thing that was not read.</summary>
    public IEnumerable<string> Lines => [.. Calls.Select(call => call.ToString()).Order(StringComparer.Ordinal), .. Unread.Select(line => $"unread {line}").Order(StringComparer.Ordinal)];
}
