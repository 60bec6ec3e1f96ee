using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>What a score is computed from, for one person and day.</summary>
public readonly record struct UsageDay(
    long Weighted, long Tokens, long Context, long Read, long Written, int Requests, int Prompts, int HumanSignals, int Edits, int Commits, int PullRequests,
    bool KnowsSignals, bool IsActive);

/// <summary>Days of all people, kept while a population is played.</summary>
public sealed class UsageDays
{
    private readonly Dictionary<(int Person, int Day), UsageDay> _days = [];

    public int LastDay { get; private set; }

    public void Add(int person, IReadOnlyList<ConversationDay> conversations)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        var day = conversations[0].Day;
        LastDay = Math.Max(LastDay, day);
        var weighted = 0L;
        var (read, written) = (0L, 0L);
        var moments = new List<long>();
        foreach (var conversation in conversations)
        {
            moments.AddRange(conversation.HumanMoments);
            foreach (var (_, usage) in conversation.Origins)
            {
                weighted += TokenWeights.Default.Of(usage);
                read += usage.CacheReadTokens;
                written += usage.CacheWriteTokens;
            }
        }

        var calls = conversations.Where(static conversation => conversation.Calls > 0).ToList();
        var (prompts, signals, edits) =
            (conversations.Sum(static c => c.HumanPrompts), conversations.Sum(static c => c.HumanSignals), (int)conversations.Sum(static c => c.EditsAccepted));
        var knows = conversations.Any(static conversation => conversation.Signals > 0);
        _days[(person, day)] = new(
            weighted, conversations.Sum(static c => c.TotalTokens), conversations.Sum(static c => c.ContextTokens), read, written,
            conversations.Sum(static c => c.Calls), prompts, signals, edits,
            (int)conversations.Sum(static c => c.Commits), (int)conversations.Sum(static c => c.PullRequests), knows,
            // An integrity run keeps no moments of decisions alone: those of all signals stand in, which is more than the rules give.
            knows ? moments.Count > 0 && ActiveDayRule.Default.IsMetBySignals(signals, ActiveDayRule.ActsOf(signals, prompts, edits), moments.Max() - moments.Min(), moments.Max() - moments.Min())
                : calls.Count > 0 && calls.Sum(static c => c.Calls) >= 3 && calls.Max(static c => c.LastMs) - calls.Min(static c => c.FirstMs) >= 30 * 60_000);
    }

    public UsageDay Of(int person, int day) => _days.GetValueOrDefault((person, day));
}
