using System.Security.Cryptography;
using System.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Tests.Simulator;

/// <summary>Companies with defaults, and what their streams hold.</summary>
internal static class Simulated
{
    public static readonly DateOnly LastDay = new(2026, 11, 21);

    public static KeyedHash Hash { get; } = new("0123456789abcdef"u8);

    public static Company Company(int people, ulong seed = 42) => Claudeonomics.Simulator.People.Company.Create(new(people, seed, LastDay));

    /// <summary>The last days of the company's last 30.</summary>
    public static ActivityStream Stream(Company company, int days, IEnumerable<int>? people = null)
    {
        var end = new DateTimeOffset(LastDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        return new(company, end.AddDays(-days), end, people);
    }

    /// <summary>Facts under identities that are ordinals plus one.</summary>
    public static FactWriter Writer(Company company) =>
        new(Hash, [.. Enumerable.Range(1, company.People.Count)], Who.Known);

    /// <summary>All facts in order of arrival, as often as they arrive.</summary>
    public static FactBatch Facts(Company company, IExportSource source)
    {
        var facts = new FactBatch();
        var writer = Writer(company);
        while (source.TryRead(out var export))
        {
            writer.Write(export, facts);
        }

        return facts;
    }

    /// <summary>The first 64 bits of the SHA-256 of what makes each fact, in order.</summary>
    public static string Fingerprint(FactBatch facts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Append(FormattableString text) => hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(text)));
        foreach (var call in facts.Calls)
        {
            var tokens = call.Usage;
            Append($"{call.Identity} {call.Source} {call.AtUnixMs} {call.Conversation} {call.Request} {call.Ordinal} {call.ReportedCostMicros} ");
            Append($"{call.Origin.Agent} {call.Origin.Provider} {call.Origin.Model} {tokens.UncachedInputTokens} {tokens.CacheReadTokens} ");
            Append($"{tokens.CacheWriteTokens} {tokens.OutputTokens} {tokens.ReasoningTokens}\n");
        }

        foreach (var signal in facts.Signals)
        {
            Append($"{signal.Identity} {signal.AtUnixMs} {signal.Conversation} {signal.Agent} {signal.Kind} {signal.ByHuman} {signal.Ordinal}\n");
        }

        foreach (var point in facts.Counters)
        {
            Append($"{point.Identity} {point.AtUnixMs} {point.StartUnixMs} {point.Conversation} {point.Series} {point.Measure} ");
            Append($"{point.Temporality} {point.Value} {point.Origin.Agent} {point.Origin.Model}\n");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
