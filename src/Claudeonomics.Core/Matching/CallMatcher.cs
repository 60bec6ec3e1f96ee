using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Matching;

/// <summary>Brings together what different sources tell about the calls of one conversation.</summary>
/// <remarks>
/// A pure function of the facts. Their order matters only where two equally trusted identities claim one call: the first in
/// the ledger has it. The rules, and how they were chosen, are in README.md beside this file.
/// </remarks>
public static class CallMatcher
{
    /// <summary>How far apart two sources may date the same call when no request id ties them together.</summary>
    public const long MatchWindowMs = 10_000;

    // Calls with equal counts within the window that wait for a copy, and copies of one call that another is compared with. Nobody's agents come near;
    // past them the earliest waits no longer, and the call takes no further copy, so that a conversation made for it costs no more than its length.
    private const int MostOpen = 1_000;
    private const int MostCopies = 100;

    /// <summary>Resolves the calls of one conversation.</summary>
    /// <param name="facts">All of the conversation's calls, in ledger order, each key once.</param>
    /// <param name="into">Receives each call once; not cleared.</param>
    public static void Resolve(ReadOnlySpan<UsageEvent> facts, List<ResolvedCall> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (AreAllDifferent(facts))
        {
            into.EnsureCapacity(into.Count + facts.Length);
            for (var i = 0; i < facts.Length; i++)
            {
                into.Add(ResolvedCall.Of(facts[i], i));
            }

            return;
        }

        var groups = GroupByRequest(facts);
        MergeByEqualCounts(facts, groups);
        foreach (var group in groups)
        {
            if (group.Copies.Count > 0)
            {
                into.Add(CallPreference.Combine(facts, group.Copies));
            }
        }
    }

    // Most conversations are told of by one source of one identity. Copies of one source are never taken together by their counts, so that
    // request ids alone can tell of copies.
    private static bool AreAllDifferent(ReadOnlySpan<UsageEvent> facts)
    {
        var requests = 0;
        foreach (ref readonly var fact in facts)
        {
            if (fact.Source != facts[0].Source || fact.Identity != facts[0].Identity || fact.Device != facts[0].Device)
            {
                return false;
            }

            requests += fact.Request != 0 ? 1 : 0;
        }

        if (requests < 2)
        {
            return true;
        }

        var seen = new HashSet<ulong>(requests);
        foreach (ref readonly var fact in facts)
        {
            if (fact.Request != 0 && !seen.Add(fact.Request))
            {
                return false;
            }
        }

        return true;
    }

    // Copies that carry the same request id are one call, whoever sent them.
    private static List<Group> GroupByRequest(ReadOnlySpan<UsageEvent> facts)
    {
        var groups = new List<Group>(facts.Length);
        var byRequest = new Dictionary<ulong, Group>();
        for (var i = 0; i < facts.Length; i++)
        {
            var request = facts[i].Request;
            if (request != 0 && byRequest.TryGetValue(request, out var known))
            {
                known.Copies.Add(i);
                continue;
            }

            var group = new Group(request);
            group.Copies.Add(i);
            groups.Add(group);
            if (request != 0)
            {
                byRequest.Add(request, group);
            }
        }

        return groups;
    }

    // Codex's telemetry has no response id and its log has one; Gemini has none anywhere. Equal counts within seconds are one
    // call, each used once per source, so that the number of equal calls is the larger of what either source saw:
    //   telemetry  10:00:01 5000/200, 10:00:04 5000/200
    //   log        10:00:01 5000/200, 10:00:05 5000/200, 10:00:06 5000/200     -> 3 calls
    // Taking candidates by time and giving each to the earliest that is still open is a maximum matching here, because the
    // window is the same for all.
    private static void MergeByEqualCounts(ReadOnlySpan<UsageEvent> facts, List<Group> groups)
    {
        if (groups.Count < 2 || groups.TrueForAll(static group => group.Request != 0))
        {
            return;
        }

        var candidates = new List<Candidate>(groups.Count);
        foreach (var group in groups)
        {
            ref readonly var best = ref facts[CallPreference.BestOf(facts, group.Copies)];
            candidates.Add(new(group, CallCounts.Of(best.Usage), best.AtUnixMs, best.Source, best.Identity, best.Key.Value));
        }

        candidates.Sort();
        var open = new List<Candidate>();
        foreach (var candidate in candidates)
        {
            open.RemoveAll(earlier =>
                earlier.Counts != candidate.Counts || candidate.AtUnixMs - earlier.AtUnixMs > MatchWindowMs);
            var match = -1;
            for (var i = 0; i < open.Count && match < 0; i++)
            {
                match = MayBeOneCall(facts, open[i].Group, candidate.Group) ? i : -1;
            }

            if (match < 0)
            {
                if (open.Count == MostOpen)
                {
                    open.RemoveAt(0);
                }

                open.Add(candidate);
            }
            else
            {
                open[match].Group.Take(candidate.Group);
            }
        }
    }

    // Two request ids that differ are two calls, and so are two copies from one source, identity and device.
    private static bool MayBeOneCall(ReadOnlySpan<UsageEvent> facts, Group a, Group b)
    {
        if ((a.Request != 0 && b.Request != 0) || a.Copies.Count + b.Copies.Count > MostCopies)
        {
            return false;
        }

        foreach (var i in a.Copies)
        {
            foreach (var j in b.Copies)
            {
                if (facts[i].Source == facts[j].Source && facts[i].Identity == facts[j].Identity && facts[i].Device == facts[j].Device)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private sealed class Group(ulong request)
    {
        public ulong Request { get; private set; } = request;

        /// <summary>Positions among the facts, ascending.</summary>
        public List<int> Copies { get; } = new(2);

        public void Take(Group other)
        {
            Copies.AddRange(other.Copies);
            Copies.Sort();
            Request = Request != 0 ? Request : other.Request;
            other.Copies.Clear();
        }
    }

    private readonly record struct Candidate(
        Group Group, CallCounts Counts, long AtUnixMs, Source Source, int Identity, ulong Key) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            var order = Counts.CompareTo(other.Counts);
            order = order != 0 ? order : AtUnixMs.CompareTo(other.AtUnixMs);
            order = order != 0 ? order : Source.CompareTo(other.Source);
            order = order != 0 ? order : Identity.CompareTo(other.Identity);
            return order != 0 ? order : Key.CompareTo(other.Key);
        }
    }
}
