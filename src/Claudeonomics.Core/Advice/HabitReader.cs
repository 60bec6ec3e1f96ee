using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Advice;

/// <summary>Looks for habits in the ledger's calls.</summary>
/// <remarks>
/// A sub-agent's calls carry the conversation of who began it and are not told apart: a pause is one of both, and a context that became smaller lost
/// nothing, so that losses are rather overlooked than made up. Not thread-safe: it works in a buffer of its own, as large as the largest day of a
/// conversation.
/// </remarks>
public sealed class HabitReader(CostCalculator prices)
{
    private readonly List<CallOrigin> _origins = [];
    private AdviceCall[] _calls = new AdviceCall[256];

    /// <summary>Reads one identity's calls of a conversation on a day.</summary>
    /// <param name="calls">In order of time.</param>
    /// <param name="isPartial">Whether a call's source may hold less output than was billed.</param>
    /// <param name="aloneMs">For each call, how long before it a person last gave a signal.</param>
    /// <param name="knowsSignals">Signals of the conversation are known: without, how long an agent was alone is not.</param>
    /// <param name="leftNothing">Nothing was accepted, changed or committed, as far as signals are known.</param>
    /// <returns>At most one entry for each habit and model; empty when nothing was found.</returns>
    public IReadOnlyList<HabitCost> Read(
        ReadOnlySpan<ResolvedCall> calls, Func<ResolvedCall, bool> isPartial, ReadOnlySpan<long> aloneMs, bool knowsSignals, bool leftNothing)
    {
        ArgumentNullException.ThrowIfNull(isPartial);
        ArgumentOutOfRangeException.ThrowIfNotEqual(aloneMs.Length, calls.Length);
        ListOrigins(calls);
        List<HabitCost>? found = null;
        foreach (var origin in _origins)
        {
            var thread = new AdviceThread(
                origin, prices.NameOf(origin).Name, Gather(origin, calls, isPartial, aloneMs, knowsSignals), knowsSignals ? leftNothing : null);
            foreach (var habit in Habits.All)
            {
                if (CostOf(habit, thread) is { } cost)
                {
                    (found ??= []).Add(cost);
                }
            }
        }

        return found ?? (IReadOnlyList<HabitCost>)[];
    }

    private HabitCost? CostOf(IHabit habit, AdviceThread thread)
    {
        var (saved, requests, unpriced, instead) = (0L, 0, 0, "");
        foreach (var alternative in habit.Find(thread))
        {
            if (Habits.Saving(prices, thread, alternative) is not { } less)
            {
                unpriced++;
            }
            else if (less > 0)
            {
                saved += less;
                requests++;
                instead = alternative.Origin.Model == thread.Origin.Model ? "" : alternative.Origin.Model;
            }
        }

        return requests + unpriced == 0 ? null : new(habit.Kind, saved, requests, unpriced, instead);
    }

    private void ListOrigins(ReadOnlySpan<ResolvedCall> calls)
    {
        _origins.Clear();
        foreach (ref readonly var call in calls)
        {
            if (!_origins.Contains(call.Origin))
            {
                _origins.Add(call.Origin);
            }
        }
    }

    private ReadOnlyMemory<AdviceCall> Gather(
        CallOrigin origin, ReadOnlySpan<ResolvedCall> calls, Func<ResolvedCall, bool> isPartial, ReadOnlySpan<long> aloneMs, bool knowsSignals)
    {
        if (_calls.Length < calls.Length)
        {
            _calls = new AdviceCall[calls.Length];
        }

        var count = 0;
        for (var i = 0; i < calls.Length; i++)
        {
            var call = calls[i];
            if (call.Origin == origin)
            {
                _calls[count++] = new(call.AtUnixMs, call.Traits, call.Usage, isPartial(call), knowsSignals ? aloneMs[i] : null);
            }
        }

        return _calls.AsMemory(0, count);
    }
}
