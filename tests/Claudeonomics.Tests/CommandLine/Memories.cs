using System.Text;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;

namespace Claudeonomics.Tests.CommandLine;

/// <summary>What was seen, made up: a few calls with their sums.</summary>
internal sealed class Memories
{
    private readonly NameTables _names = new();
    private readonly List<UsageCell> _cells = [];

    /// <param name="at">Such as <c>2026-11-21 10:05</c>, UTC.</param>
    /// <param name="usd">Null for a call without a price.</param>
    public Memories Call(string at, decimal? usd, string agent = "claude-code", string conversation = "c1", string model = "claude-opus-4-6", long tokens = 1000)
    {
        var atMs = Moment(at).ToUnixTimeMilliseconds();
        var origin = _names.OriginOf(_names.Words.Of(Encoding.UTF8.GetBytes(agent)), "anthropic"u8, Encoding.UTF8.GetBytes(model));
        var key = new CellKey((int)(atMs / (15 * 60 * 1000)), _names.Conversations.Of(Encoding.UTF8.GetBytes(conversation)), 0, origin);
        _cells.Add(new(key, new()
        {
            FirstAtUnixMs = atMs,
            LastAtUnixMs = atMs,
            Requests = 1,
            Output = tokens,
            CostNanoUsd = (long)(usd.GetValueOrDefault() * 1_000_000_000),
            UnpricedRequests = usd is null ? 1 : 0,
            UnpricedTokens = usd is null ? tokens : 0,
        }));
        return this;
    }

    public MemoryState State() => new() { Names = _names, Cells = [.. _cells] };

    public static DateTimeOffset Moment(string at) =>
        DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
