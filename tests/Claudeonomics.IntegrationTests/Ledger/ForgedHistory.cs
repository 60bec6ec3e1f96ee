using Claudeonomics.Core.Usage;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>One way to rewrite a history.</summary>
internal enum Forgery
{
    ChangeTokens,
    ChangePerson,
    ChangeTime,
    ChangeModel,
    ChangeCounter,
    DropFact,
    InsertFact,
    MoveFactToAnotherRequest,
    SwapFacts,
    DropRequest,
    RepeatRequest,
    SwapRequests,
}

/// <summary>Rewrites one thing in a history, somewhere up to a moment that was kept elsewhere.</summary>
internal static class ForgedHistory
{
    private static readonly Forgery[] Ways = Enum.GetValues<Forgery>();

    /// <param name="requests">The history; left as it is.</param>
    /// <param name="through">How many requests were there at that moment.</param>
    /// <returns>What was done, and the history that somebody would rather have.</returns>
    public static (Forgery Way, List<FactBatch> Requests) Of(IReadOnlyList<FactBatch> requests, int through, Random random)
    {
        while (true)
        {
            var way = Ways[random.Next(Ways.Length)];
            var forged = requests.Select(static request => new Facts(request)).ToList();
            if (Apply(way, forged, random.Next(through), through, random))
            {
                return (way, forged.ConvertAll(static facts => facts.ToBatch()));
            }
        }
    }

    /// <returns><see langword="false"/> when there is nothing there that could be rewritten like that.</returns>
    private static bool Apply(Forgery way, List<Facts> requests, int at, int through, Random random)
    {
        var (facts, call) = (requests[at], random.Next(Math.Max(1, requests[at].Calls.Count)));
        var other = random.Next(through);
        switch (way)
        {
            case Forgery.DropRequest:
                requests.RemoveAt(at);
                return true;
            case Forgery.RepeatRequest:
                requests.Insert(at, requests[at]);
                return true;
            case Forgery.SwapRequests when other != at:
                (requests[at], requests[other]) = (requests[other], requests[at]);
                return true;
            case Forgery.ChangeCounter when facts.Counters.Count > 0:
                var point = random.Next(facts.Counters.Count);
                facts.Counters[point] = facts.Counters[point] with { Value = facts.Counters[point].Value + 1 };
                return true;
            case Forgery.ChangeCounter or Forgery.SwapRequests:
                return false;
        }

        if (facts.Calls.Count == 0)
        {
            return false;
        }

        var before = facts.Calls[call];
        switch (way)
        {
            case Forgery.ChangeTokens:
                facts.Calls[call] = before with { Usage = before.Usage + new TokenUsage(0, 0, 0, 0, 0, 1, 0) };
                return true;
            case Forgery.ChangePerson:
                facts.Calls[call] = before with { Identity = before.Identity + 1 };
                return true;
            case Forgery.ChangeTime:
                facts.Calls[call] = before with { AtUnixMs = before.AtUnixMs - 1 };
                return true;
            case Forgery.ChangeModel:
                facts.Calls[call] = before with { Origin = before.Origin with { Model = "claude-haiku-4-5" } };
                return true;
            case Forgery.DropFact:
                facts.Calls.RemoveAt(call);
                return true;
            case Forgery.InsertFact:
                facts.Calls.Insert(call, before with { Request = before.Request + 1 });
                return true;
            case Forgery.MoveFactToAnotherRequest when other != at:
                facts.Calls.RemoveAt(call);
                requests[other].Calls.Add(before);
                return true;
            case Forgery.SwapFacts when facts.Calls.Count > 1 && !facts.Calls[0].Equals(facts.Calls[^1]):
                (facts.Calls[0], facts.Calls[^1]) = (facts.Calls[^1], facts.Calls[0]);
                return true;
            default:
                return false;
        }
    }

    private sealed class Facts(FactBatch request)
    {
        private readonly Signal[] _signals = request.Signals.ToArray();

        public List<UsageEvent> Calls { get; } = [.. request.Calls];

        public List<CounterPoint> Counters { get; } = [.. request.Counters];

        public FactBatch ToBatch()
        {
            var batch = new FactBatch();
            Calls.ForEach(call => batch.Add(call));
            Counters.ForEach(point => batch.Add(point));
            Array.ForEach(_signals, signal => batch.Add(signal));
            return batch;
        }
    }
}
