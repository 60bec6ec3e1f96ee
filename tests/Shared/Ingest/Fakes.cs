using System.Collections.Concurrent;
using System.Text;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;

namespace Claudeonomics.TestShared.Ingest;

/// <summary>Knows three keys, and numbers claims in the order in which they are made.</summary>
internal sealed class FakeGate : IIngestGate
{
    public const string SharedKey = "shared-key";
    public const string PersonalKey = "personal-key";
    public const string ReadKey = "read-key";
    public const int PersonalIdentity = 7;

    private readonly ConcurrentDictionary<(IdentityClaimKind, string), int> _claims = new();

    public int MaxIdentities { get; init; } = 100_000;

    /// <summary>Every claim ever made, with its number from 101 on.</summary>
    public IReadOnlyDictionary<(IdentityClaimKind Kind, string Value), int> Claims => _claims;

    public static IngestGrant Shared { get; } = new("k1", null);

    public static IngestGrant Personal { get; } = new("k2", PersonalIdentity);

    public IngestGrant? Find(ReadOnlySpan<char> presentedKey) => presentedKey switch
    {
        SharedKey => Shared,
        PersonalKey => Personal,
        ReadKey => throw new IngestForbiddenException("a read key"),
        _ => null,
    };

    public BatchGrant? FindForBatches(ReadOnlySpan<char> presentedKey) => Find(presentedKey) switch
    {
        null => null,
        { PersonalIdentity: { } identity } grant => new(grant.KeyId, identity, null),
        _ => throw new IngestForbiddenException("a shared key"),
    };

    public int? NumberOf(IdentityClaimKind kind, ReadOnlySpan<byte> value)
    {
        var claim = (kind, Encoding.UTF8.GetString(value).ToLowerInvariant());
        lock (_claims)
        {
            return _claims.TryGetValue(claim, out var number) ? number
                : _claims.Count >= MaxIdentities ? null
                : _claims[claim] = 101 + _claims.Count;
        }
    }
}

/// <summary>Keeps facts in memory, once per key; can be told to be full or broken.</summary>
internal sealed class FakeLedger : IUsageLedger, IDayTotalLedger
{
    private readonly HashSet<(int, ulong, FactKey)> _keys = [];
    private readonly Lock _writing = new();

    public bool IsFull { get; set; }

    public bool IsBroken { get; set; }

    /// <summary>Of each request, how many facts find no room in their conversations.</summary>
    public int Refused { get; set; }

    /// <summary>Readings of hours that came.</summary>
    public int Readings { get; private set; }

    public List<UsageEvent> Calls { get; } = [];

    public List<CounterPoint> Counters { get; } = [];

    public List<Signal> Signals { get; } = [];

    public List<DayReading> Days { get; } = [];

    public LedgerHead Head { get; } = new(0, "");

    public async Task<AppendOutcome?> AppendAsync(FactBatch facts, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (IsBroken)
        {
            throw new LedgerUnavailableException("no space left");
        }

        if (IsFull)
        {
            return null;
        }

        lock (_writing)
        {
            var accepted = 0;
            foreach (var call in facts.Calls)
            {
                accepted += Keep(Calls, call, (call.Identity, call.Conversation, call.Key));
            }

            foreach (var point in facts.Counters)
            {
                accepted += Keep(Counters, point, (point.Identity, point.Conversation, point.Key));
            }

            foreach (var signal in facts.Signals)
            {
                accepted += Keep(Signals, signal, (signal.Identity, signal.Conversation, signal.Key));
            }

            Readings += facts.Readings.Length;
            return new(accepted - Refused, facts.Count - accepted, Refused);
        }
    }

    public Task<DayTotalOutcome?> AppendDaysAsync(IReadOnlyList<DayReading> days)
    {
        Days.AddRange(days);
        return Task.FromResult<DayTotalOutcome?>(new(days.Sum(day => day.Totals.Count), 0, 0, 0, 0));
    }

    public Task<LedgerVerification> VerifyAsync(KeptHead? expected, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private int Keep<TFact>(List<TFact> kept, TFact fact, (int, ulong, FactKey) key)
    {
        if (!_keys.Add(key))
        {
            return 0;
        }

        kept.Add(fact);
        return 1;
    }
}
