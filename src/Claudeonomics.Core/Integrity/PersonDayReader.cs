namespace Claudeonomics.Core.Integrity;

/// <summary>Where sampled calls were seen before.</summary>
public interface IPrintHistory
{
    /// <summary>Whether the counts were seen at another time in another conversation of this person, more than the given time apart.</summary>
    bool WasSeen(int person, ulong conversation, CallPrint print, long apartMs);

    /// <summary>Remembers a call of a conversation.</summary>
    void Add(int person, ulong conversation, CallPrint print);
}

/// <summary>Turns a person's conversations of one day into what is kept of the day.</summary>
public sealed class PersonDayReader(IntegrityRules rules, IPrintHistory history)
{
    private readonly List<(long At, ulong Conversation)> _moments = [];

    /// <param name="person">Whoever runs the rules numbers people.</param>
    /// <param name="conversations">All of the person's and day's; reordered.</param>
    /// <param name="personOf">Whose an identity is, for calls that two identities told of.</param>
    /// <param name="cohorts">What is usual.</param>
    /// <param name="isDeclared">The person declared automation: what is headless is fleet.</param>
    public PersonDay Read(
        int person, int day, List<ConversationDay> conversations, Func<int, int> personOf, CohortView cohorts, bool isDeclared)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        ArgumentNullException.ThrowIfNull(personOf);
        conversations.Sort(static (a, b) => a.FirstMs != b.FirstMs ? a.FirstMs.CompareTo(b.FirstMs) : a.Conversation.CompareTo(b.Conversation));
        var suspects = new List<SuspectConversation>();
        var headless = new List<NamedTokens>();
        var contradicting = new List<NamedTokens>();
        var replayed = new List<NamedTokens>();
        var replayedCalls = 0;
        var headlessWeighted = 0.0;
        var knowsSignals = conversations.Exists(static conversation => conversation.Signals > 0);
        foreach (var conversation in conversations)
        {
            var seen = Seen(person, conversation);
            if (seen > 0)
            {
                replayedCalls += seen;
                Name(conversation, replayed);
            }

            if (IsContradicting(conversation))
            {
                Name(conversation, contradicting);
            }

            // Without any signal, where the person's other conversations have some, nobody is known to have been there.
            if (conversation.IsHeadless || (conversation.Signals == 0 && conversation.Calls > 0 && knowsSignals && TellsSignals(conversations, conversation)))
            {
                headlessWeighted += conversation.Weighted;
                Name(conversation, headless);
            }
        }

        var named = new HashSet<ConversationDay>();
        foreach (var unit in Units(day, conversations))
        {
            if (unit.Conversation.IsHeadless)
            {
                continue;
            }

            var score = WasteScore.Of(unit.Conversation, cohorts, rules);
            if (score.Families >= rules.Families && score.Points >= rules.Points)
            {
                var tokens = new List<NamedTokens>();
                var weighted = 0.0;
                foreach (var member in unit.Members.Where(named.Add))
                {
                    weighted += member.Weighted;
                    Name(member, tokens);
                }

                suspects.Add(new(unit.Conversation.Conversation, score.Points, score.Families, weighted, score.Evidence, tokens));
            }
        }

        return new PersonDay
        {
            Person = person,
            Day = day,
            Weighted = conversations.Sum(static conversation => conversation.Weighted),
            Suspects = suspects,
            Headless = isDeclared ? [] : headless,
            HeadlessWeighted = isDeclared ? 0 : headlessWeighted,
            ImpossibleCalls = conversations.Sum(static conversation => conversation.ImpossibleCalls),
            PricedCalls = conversations.Sum(static conversation => conversation.PricedCalls),
            OverstatedCalls = conversations.Sum(static conversation => conversation.OverstatedCalls),
            ComparedConversations = conversations.Count(static conversation => IsCompared(conversation)),
            DisagreeingConversations = conversations.Count(conversation => IsCompared(conversation) && Factor(conversation) >= rules.CounterFactor),
            ForgedConversations = conversations.Count(conversation => IsCompared(conversation) && Factor(conversation) >= rules.ForgedFactor),
            CallsOfOthers = conversations.Sum(conversation => conversation.CallsOfOthers > 0 && personOf(conversation.OwnerOfOthers) != person ? conversation.CallsOfOthers : 0),
            AtOncePairs = AtOnce(conversations),
            FastConversations = conversations.Count(IsFast),
            DisorderedSignals = conversations.Sum(static conversation => conversation.DisorderedSignals),
            ReplayedCalls = replayedCalls,
            Contradicting = contradicting,
            Replayed = replayed,
        };
    }

    private static void Name(ConversationDay conversation, List<NamedTokens> into)
    {
        foreach (var (origin, usage) in conversation.Origins)
        {
            into.Add(new(conversation.Identity, conversation.Day, conversation.Conversation, origin, usage));
        }
    }

    private static bool TellsSignals(List<ConversationDay> all, ConversationDay of) =>
        all.Exists(other => other.Signals > 0 && other.Main.Agent == of.Main.Agent);

    private int Seen(int person, ConversationDay conversation)
    {
        var seen = 0;
        foreach (var print in conversation.Prints)
        {
            seen += history.WasSeen(person, conversation.Conversation, print, rules.ReplayApartMinutes * 60_000L) ? 1 : 0;
            history.Add(person, conversation.Conversation, print);
        }

        return seen > 0 && seen >= rules.ReplayedShare * conversation.Prints.Count ? seen : 0;
    }

    private bool IsContradicting(ConversationDay conversation) =>
        conversation.ImpossibleCalls > 0
        || (conversation.OverstatedCalls > 0 && conversation.OverstatedCalls >= rules.OverstatedShare * conversation.PricedCalls)
        || (IsCompared(conversation) && Factor(conversation) >= rules.ForgedFactor);

    private static bool IsCompared(ConversationDay conversation) => conversation.CounterTokens > 0 && conversation.Calls >= 5;

    private static double Factor(ConversationDay conversation) => (double)conversation.TotalTokens / conversation.CounterTokens;

    private bool IsFast(ConversationDay conversation)
    {
        var seconds = (conversation.LastMs - conversation.FirstMs) / 1000.0;
        return conversation.Calls >= 20 && seconds >= 300 && conversation.OutputTokens / seconds > rules.OutputPerSecond;
    }

    // Copies that a collector makes have the very same moment, and are no two acts.
    private int AtOnce(List<ConversationDay> conversations)
    {
        _moments.Clear();
        foreach (var conversation in conversations)
        {
            foreach (var at in conversation.HumanMoments)
            {
                _moments.Add((at, conversation.Conversation));
            }
        }

        _moments.Sort();
        var pairs = 0;
        for (var i = 1; i < _moments.Count; i++)
        {
            var apart = _moments[i].At - _moments[i - 1].At;
            pairs += apart > 0 && apart <= rules.AtOnceMs && _moments[i].Conversation != _moments[i - 1].Conversation ? 1 : 0;
        }

        return pairs;
    }

    // Large conversations by themselves, and everything of an agent that left nothing behind together: a script that begins a new
    // conversation every hour is one script.
    private IEnumerable<(ConversationDay Conversation, List<ConversationDay> Members)> Units(int day, List<ConversationDay> conversations)
    {
        var together = new Dictionary<(string Agent, bool IsHeadless), (ConversationDay Sum, List<ConversationDay> Members)>();
        foreach (var conversation in conversations)
        {
            var isLarge = conversation.Calls >= rules.LeastCalls && conversation.Weighted >= rules.LeastWeighted;
            if (isLarge)
            {
                yield return (conversation, [conversation]);
            }

            if (conversation.IsProductive && isLarge)
            {
                continue;
            }

            var key = (conversation.Main.Agent, conversation.IsHeadless);
            if (!together.TryGetValue(key, out var group))
            {
                together.Add(key, group = (new ConversationDay { Identity = conversation.Identity, Conversation = 0, Day = day, Conversations = 0 }, []));
            }

            group.Sum.Merge(conversation);
            group.Members.Add(conversation);
        }

        foreach (var group in together.Values)
        {
            if (group.Members.Count > 1)
            {
                yield return group;
            }
        }
    }
}
