using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.IntegrationTests.Agents.EndToEnd;

/// <param name="Requests">Calls; 0 where only counters told of the tokens.</param>
internal readonly record struct Tally(TokenUsage Tokens, long Requests)
{
    /// <summary>Reads a board's standing, or sums of one's own usage.</summary>
    public static Tally Of(JsonNode sums)
    {
        return new(
            new(Bucket("uncachedInput"), Bucket("cacheRead"), Bucket("cacheWrite5m"), Bucket("cacheWrite1h"), Bucket("cacheWriteUnknown"),
                Bucket("output"), Bucket("reasoning")),
            (long)sums["requests"]!);

        long Bucket(string name) => (long)sums["tokens"]![name]!;
    }

    public static Tally operator +(Tally left, Tally right) => new(left.Tokens + right.Tokens, left.Requests + right.Requests);
}

/// <summary>Tokens and calls by model; equal when each model's are.</summary>
internal sealed class Totals(IReadOnlyDictionary<string, Tally> byModel) : IEquatable<Totals>
{
    private readonly SortedDictionary<string, Tally> _byModel = new(byModel.ToDictionary(), StringComparer.Ordinal);

    public static Totals None { get; } = new(new Dictionary<string, Tally>());

    public static Totals Of(IEnumerable<(string Model, Tally Tally)> calls) => new(calls
        .GroupBy(call => call.Model, call => call.Tally)
        .ToDictionary(model => model.Key, model => model.Aggregate((left, right) => left + right)));

    public static Totals Sum(IEnumerable<Totals> parts) => Of(parts.SelectMany(part => part._byModel, (_, model) => (model.Key, model.Value)));

    public bool Equals(Totals? other) => other is not null && _byModel.SequenceEqual(other._byModel);

    public override bool Equals(object? obj) => Equals(obj as Totals);

    public override int GetHashCode() => _byModel.Count;

    public override string ToString() => _byModel.Count == 0 ? "nothing" : string.Join("; ", _byModel.Select(model => Words(model.Key, model.Value)));

    private static string Words(string model, Tally tally)
    {
        var usage = tally.Tokens;
        return $"{model} x{tally.Requests}: {usage.UncachedInputTokens} in, {usage.CacheReadTokens} read, written {usage.CacheWrite5mTokens} (5m) "
            + $"{usage.CacheWrite1hTokens} (1h) {usage.CacheWriteUnknownTokens} (?), {usage.OutputTokens} out, {usage.ReasoningTokens} reasoned";
    }
}

/// <summary>What somebody's agents reported besides tokens.</summary>
internal readonly record struct Activity
{
    /// <summary>Given by a person.</summary>
    public long Prompts { get; init; }

    /// <summary>Prompts and decisions by a person.</summary>
    public long HumanSignals { get; init; }

    /// <summary>Changes of files that somebody or a rule let pass.</summary>
    public long Edits { get; init; }

    /// <summary>Uses of other tools that somebody or a rule let pass.</summary>
    public long Tools { get; init; }

    public long LinesAdded { get; init; }

    public long LinesRemoved { get; init; }

    public long Commits { get; init; }

    /// <summary>However long it took.</summary>
    public long AgentActiveSeconds { get; init; }

    public static Activity Of(JsonNode day)
    {
        return new()
        {
            Prompts = Number("prompts"),
            HumanSignals = Number("humanSignals"),
            Edits = Number("editsAccepted"),
            Tools = Number("toolsAccepted"),
            LinesAdded = Number("linesAdded"),
            LinesRemoved = Number("linesRemoved"),
            Commits = Number("commits"),
            AgentActiveSeconds = Number("agentActiveSeconds"),
        };

        long Number(string name) => (long)day[name]!;
    }

    public static Activity operator +(Activity left, Activity right) => new()
    {
        Prompts = left.Prompts + right.Prompts,
        HumanSignals = left.HumanSignals + right.HumanSignals,
        Edits = left.Edits + right.Edits,
        Tools = left.Tools + right.Tools,
        LinesAdded = left.LinesAdded + right.LinesAdded,
        LinesRemoved = left.LinesRemoved + right.LinesRemoved,
        Commits = left.Commits + right.Commits,
        AgentActiveSeconds = left.AgentActiveSeconds + right.AgentActiveSeconds,
    };
}

/// <summary>What the server answers one participant about themselves.</summary>
/// <param name="ByConversation">Under the keyed hash of each.</param>
internal sealed record Account(Totals ByModel, IReadOnlyDictionary<string, Totals> ByConversation, Activity Activity);
