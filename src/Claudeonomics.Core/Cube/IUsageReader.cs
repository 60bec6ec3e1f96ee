using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>What one's own usage is broken down by.</summary>
public enum UsageGrouping
{
    /// <summary>Key <c>2026-11-21T13:00:00Z</c>, UTC; kept 62 days.</summary>
    Hour,

    /// <summary>Key <c>2026-11-21</c>, a company day; kept 13 months.</summary>
    Day,
    Model,
    Agent,

    /// <summary>Key: the conversation's keyed hash in 16 hexadecimal digits.</summary>
    Conversation,
}

/// <summary>Sums under one key, agent and model.</summary>
/// <param name="FirstAt">First call or signal under the key; only for conversations.</param>
/// <param name="LastAt">Last call or signal under the key; only for conversations.</param>
public sealed record UsageRow(
    string Key, string Agent, string Provider, string Model, UsageSums Sums,
    DateTimeOffset? FirstAt = null, DateTimeOffset? LastAt = null);

/// <summary>What somebody did on one company day, besides using tokens.</summary>
/// <param name="Prompts">Prompts given.</param>
/// <param name="HumanSignals">Prompts and decisions by a person.</param>
/// <param name="HumanSpanMinutes">Minutes between the first and the last of them.</param>
/// <param name="ActSpanMinutes">Minutes between the first and the last decision or accepted edit; the same as of all signals where nothing tells of these alone.</param>
/// <param name="UserActiveSeconds">Seconds at the keyboard, as the agent reports them.</param>
/// <param name="AgentActiveSeconds">Seconds the agent worked.</param>
/// <param name="SupervisedSeconds">The most supervised time that counts of one conversation that day: at most four hours, and of one person none in their quiet hours.</param>
/// <param name="CodeChanges">Files that tools changed, by what they are for, as the command line counted them in agents' logs.</param>
public sealed record ActivityDay(
    DateOnly Day, long Prompts, long HumanSignals, int HumanSpanMinutes, int ActSpanMinutes, long EditsAccepted, long EditsRejected,
    long ToolsAccepted, long ToolsRejected, long LinesAdded, long LinesRemoved, long Commits, long PullRequests,
    long UserActiveSeconds, long AgentActiveSeconds, long SupervisedSeconds, long CodeChanges = 0, long TestChanges = 0, long DocumentationChanges = 0,
    long ConfigurationChanges = 0)
{
    /// <summary>Whether its signals make it an active day; those of agents without any are not looked at.</summary>
    public bool IsActive(ActiveDayRule rule) =>
        rule.IsMetBySignals(HumanSignals, ActiveDayRule.ActsOf(HumanSignals, Prompts, EditsAccepted), HumanSpanMinutes * 60_000L, ActSpanMinutes * 60_000L);
}

/// <summary>Reads the sums of one subject. Answers include everything acknowledged before the call.</summary>
public interface IUsageReader
{
    /// <summary>Sums per key, agent, provider and model over a window, ordered by key, then by tokens, most first.</summary>
    /// <param name="subject">Whose: a person, a team's participants, or all participants.</param>
    IReadOnlyList<UsageRow> Rows(UsageSubject subject, DayRange days, UsageGrouping by, UsageFilter filter);

    /// <summary>One row per company day on which something happened, in order.</summary>
    IReadOnlyList<ActivityDay> Activity(UsageSubject subject, DayRange days);
}
