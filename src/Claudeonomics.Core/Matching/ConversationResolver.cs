using System.Runtime.InteropServices;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Matching;

/// <summary>All facts of one conversation whose meaning depends on each other, in ledger order.</summary>
public sealed class ConversationFacts
{
    private readonly List<UsageEvent> _calls = [];
    private readonly List<CounterPoint> _counters = [];
    private readonly List<long> _callBatches = [];
    private readonly List<long> _counterBatches = [];
    private readonly List<(int Identity, Who Who)> _deciders = [];
    private readonly LoggedCalls _logged = new();

    public ReadOnlySpan<UsageEvent> Calls => CollectionsMarshal.AsSpan(_calls);

    public ReadOnlySpan<CounterPoint> Counters => CollectionsMarshal.AsSpan(_counters);

    /// <summary>Whose decisions on edits are known one by one, so that counters of them would count twice.</summary>
    public IReadOnlyList<(int Identity, Who Who)> Deciders => _deciders;

    /// <summary>The ledger batch of each counter point.</summary>
    public ReadOnlySpan<long> CounterBatches => CollectionsMarshal.AsSpan(_counterBatches);

    /// <summary>Which of the calls devices have withdrawn.</summary>
    public LoggedCalls Logged => _logged;

    /// <summary>The ledger batch of a call's earliest fact.</summary>
    public long BatchOf(in ResolvedCall call) => _callBatches[call.FirstFact];

    /// <summary>Forgets everything, so that the room serves the next conversation.</summary>
    public void Clear()
    {
        _calls.Clear();
        _counters.Clear();
        _callBatches.Clear();
        _counterBatches.Clear();
        _deciders.Clear();
        _logged.Clear();
    }

    /// <param name="batch">Sequence number of the ledger batch that holds it, not below any before.</param>
    public void Add(in UsageEvent call, long batch)
    {
        _logged.Added(call, _calls.Count);
        _calls.Add(call);
        _callBatches.Add(batch);
    }

    /// <param name="batch">Sequence number of the ledger batch that holds it, not below any before.</param>
    public void Add(in CounterPoint point, long batch)
    {
        _counters.Add(point);
        _counterBatches.Add(batch);
    }

    public void Add(in Signal signal)
    {
        if (signal.Kind is SignalKind.EditAccepted or SignalKind.EditRejected
            && !_deciders.Contains((signal.Identity, signal.Who)))
        {
            _deciders.Add((signal.Identity, signal.Who));
        }
    }
}

/// <summary>What a conversation comes to: its calls, what counters add where nothing better is known, and its acts.</summary>
public sealed class Resolution
{
    public List<ResolvedCall> Calls { get; } = [];

    public List<ResolvedCounter> Counters { get; } = [];

    public List<ResolvedAct> Acts { get; } = [];
}

/// <summary>Resolves one conversation from all its facts: the rules that only hold for a conversation as a whole.</summary>
public static class ConversationResolver
{
    public static Resolution Resolve(ConversationFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var resolution = new Resolution();
        var calls = facts.Calls;
        if (facts.Logged.HasWithdrawn)
        {
            var (standing, places) = facts.Logged.WithoutWithdrawn(calls);
            CallMatcher.Resolve(standing, resolution.Calls);
            foreach (ref var call in CollectionsMarshal.AsSpan(resolution.Calls))
            {
                call = call with { FirstFact = places[call.FirstFact] };
            }

            calls = standing;
        }
        else
        {
            CallMatcher.Resolve(calls, resolution.Calls);
        }

        CounterResolver.Resolve(facts.Counters, facts.CounterBatches, resolution.Counters, resolution.Acts);
        var callers = Callers(calls);
        resolution.Counters.RemoveAll(counter => IsMasked(counter.Identity, counter.Who, callers));
        resolution.Acts.RemoveAll(act =>
            Authority.IsMaskedByDecisions(act.Measure) && IsMasked(act.Identity, act.Who, facts.Deciders));
        return resolution;
    }

    /// <summary>Single facts mask counters of the same identity; a known identity's mask claimed counters too.</summary>
    /// <remarks>Never the other way round: who merely claims cannot silence a colleague.</remarks>
    internal static bool IsMasked(int identity, Who who, IReadOnlyList<(int Identity, Who Who)> tellers)
    {
        foreach (var teller in tellers)
        {
            if (teller.Identity == identity || (teller.Who is Who.Known && who is Who.Claimed))
            {
                return true;
            }
        }

        return false;
    }

    private static List<(int Identity, Who Who)> Callers(ReadOnlySpan<UsageEvent> calls)
    {
        var callers = new List<(int, Who)>(1);
        foreach (ref readonly var call in calls)
        {
            if (!callers.Contains((call.Identity, call.Who)))
            {
                callers.Add((call.Identity, call.Who));
            }
        }

        return callers;
    }
}
