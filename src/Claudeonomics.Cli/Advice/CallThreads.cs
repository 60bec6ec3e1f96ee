using System.Runtime.InteropServices;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Advice;

/// <summary>Puts all calls into threads.</summary>
/// <remarks>All calls are held at once, 56 bytes each, since those of a thread lie anywhere.</remarks>
internal sealed class CallThreads
{
    private readonly List<Kept> _calls;
    private readonly NameTables _names;
    private readonly Func<string, long?, bool> _isAsked;

    private CallThreads(int mostCalls, NameTables names, Func<string, long?, bool> isAsked) =>
        (_calls, _names, _isAsked) = (new(mostCalls), names, isAsked);

    /// <param name="eachByKey">Hands observations over, those of a key one behind the other.</param>
    /// <param name="mostCalls">No more calls than so many.</param>
    /// <param name="isAsked">Whether advice is to be about calls of an agent at a moment.</param>
    /// <returns>The threads that have such a call.</returns>
    /// <remarks>Left out are sums of several calls, which have no context of their own, calls without a time, and what is too large to be one call.</remarks>
    public static IEnumerable<CallThread> Of(
        Action<TakeObservation> eachByKey, int mostCalls, NameTables names, Func<string, long?, bool> isAsked)
    {
        var threads = new CallThreads(mostCalls, names, isAsked);
        CallResolver.Resolve(eachByKey, (in call) =>
        {
            if (!call.IsSum && call.AtUnixMs != Observation.NoTime && call.Usage.TotalTokens <= uint.MaxValue)
            {
                threads._calls.Add(Kept.Of(call));
            }
        });
        CollectionsMarshal.AsSpan(threads._calls).Sort();
        return threads.All();
    }

    private IEnumerable<CallThread> All()
    {
        for (var start = 0; start < _calls.Count;)
        {
            var (first, end) = (_calls[start], start + 1);
            while (end < _calls.Count && _calls[end].IsOfThread(first))
            {
                end++;
            }

            var origin = _names.Origins[first.Origin];
            var (calls, places) = (new AdviceCall[end - start], new CallPlace[end - start]);
            for (var i = start; i < end; i++)
            {
                calls[i - start] = _calls[i].Call();
                places[i - start] = new(_calls[i].Project, _isAsked(origin.Agent, _calls[i].AtUnixMs));
            }

            if (places.Any(static place => place.IsAsked))
            {
                yield return new(new(origin, ModelName.Of(origin).Name, calls), first.Conversation, places);
            }

            start = end;
        }
    }

    // Counts of one call fit into 32 bits.
    private readonly record struct Kept(
        int File, int Conversation, int Origin, int Project, long AtUnixMs, uint UncachedInput, uint CacheRead, uint CacheWrite5m, uint CacheWrite1h,
        uint CacheWriteUnknown, uint Output, CallTraits Traits, bool IsPartial) : IComparable<Kept>
    {
        public static Kept Of(in Observation call) => new(
            call.File, call.Conversation, call.Origin, call.Project, call.AtUnixMs, (uint)call.Usage.UncachedInputTokens, (uint)call.Usage.CacheReadTokens,
            (uint)call.Usage.CacheWrite5mTokens, (uint)call.Usage.CacheWrite1hTokens, (uint)call.Usage.CacheWriteUnknownTokens,
            (uint)call.Usage.OutputTokens, call.Traits, call.IsPartial);

        // Reasoning is a part of the output and has no price of its own.
        public AdviceCall Call() => new(
            AtUnixMs, Traits, new(UncachedInput, CacheRead, CacheWrite5m, CacheWrite1h, CacheWriteUnknown, Output, 0), IsPartial);

        public bool IsOfThread(in Kept other) => File == other.File && Conversation == other.Conversation && Origin == other.Origin;

        // Down to the counts, so that the order is the same however the calls came.
        public int CompareTo(Kept other) =>
            File != other.File ? File.CompareTo(other.File)
            : Conversation != other.Conversation ? Conversation.CompareTo(other.Conversation)
            : Origin != other.Origin ? Origin.CompareTo(other.Origin)
            : AtUnixMs != other.AtUnixMs ? AtUnixMs.CompareTo(other.AtUnixMs)
            : CacheRead != other.CacheRead ? CacheRead.CompareTo(other.CacheRead)
            : Output.CompareTo(other.Output);
    }
}
