using Claudeonomics.Cli.Changes;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Counting;

/// <summary>One call, or one change to a file, as one file tells it. Names are numbers of <see cref="NameTables"/>.</summary>
internal record struct Observation
{
    /// <summary>Stands for a time that no file told.</summary>
    public const long NoTime = long.MinValue;

    /// <summary>What copies of the call have in common.</summary>
    public ulong Key;

    /// <summary>What different calls may share; 0 for none.</summary>
    public ulong Family;

    public long AtUnixMs;
    public TokenUsage Usage;
    public long ReportedCostMicros;
    public int File;
    public int Origin;
    public int Conversation;

    /// <summary>The provider's id of the request or answer, as the agent's telemetry has it too (<see cref="NameTables.Requests"/>); 0 for none.</summary>
    public int Request;
    public int Project;
    public int WebSearches;
    public CallTraits Traits;
    public byte Yields;
    public byte Revision;
    public bool IsPartial;
    public bool IsSum;
    public bool HasReportedCost;

    /// <summary>What the change was about. A change has no tokens and is no call.</summary>
    public ChangeClass Change;

    /// <summary>Takes from a copy what it knows better: a higher revision knows all of it better, else the larger of each count is the final one.</summary>
    /// <remarks>The call belongs to the moment at which it was answered: of the fullest lines of a file that of the last one, of files that of
    /// the first one, since a copy may have been given a time of its own.</remarks>
    public void Merge(in Observation copy)
    {
        if (copy.Revision != Revision)
        {
            if (copy.Revision > Revision)
            {
                this = copy;
            }

            return;
        }

        var isFuller = copy.Usage.OutputTokens > Usage.OutputTokens;
        var isAsFull = copy.Usage.OutputTokens == Usage.OutputTokens;
        if (copy.AtUnixMs != NoTime
            && (AtUnixMs == NoTime || isFuller || (isAsFull && (copy.File == File ? copy.AtUnixMs > AtUnixMs : copy.AtUnixMs < AtUnixMs))))
        {
            AtUnixMs = copy.AtUnixMs;
        }

        // Not every copy tells where the call belongs; of those that do, the one of the first file.
        var isEarlier = copy.File < File;
        Conversation = copy.Conversation != 0 && (isEarlier || Conversation == 0) ? copy.Conversation : Conversation;
        Project = copy.Project != 0 && (isEarlier || Project == 0) ? copy.Project : Project;
        File = isEarlier ? copy.File : File;

        if (isFuller || (IsPartial && !copy.IsPartial))
        {
            Traits = copy.Traits;
            Origin = copy.Origin;
        }

        Family = Family == 0 ? copy.Family : Family;
        Request = Request != 0 ? Request : copy.Request;
        IsPartial &= copy.IsPartial;
        Yields = Math.Min(Yields, copy.Yields);
        WebSearches = Math.Max(WebSearches, copy.WebSearches);
        if (copy.HasReportedCost && (!HasReportedCost || copy.ReportedCostMicros > ReportedCostMicros))
        {
            (HasReportedCost, ReportedCostMicros) = (true, copy.ReportedCostMicros);
        }

        Usage = LargerOf(Usage, copy.Usage);
    }

    private static TokenUsage LargerOf(in TokenUsage left, in TokenUsage right)
    {
        // Writes are three counts of one amount, so they are taken together, and a known lifetime before an unknown one.
        var writes = right.CacheWriteTokens > left.CacheWriteTokens
            || (right.CacheWriteTokens == left.CacheWriteTokens && right.CacheWriteUnknownTokens < left.CacheWriteUnknownTokens) ? right : left;
        return new(
            Math.Max(left.UncachedInputTokens, right.UncachedInputTokens),
            Math.Max(left.CacheReadTokens, right.CacheReadTokens),
            writes.CacheWrite5mTokens,
            writes.CacheWrite1hTokens,
            writes.CacheWriteUnknownTokens,
            Math.Max(left.OutputTokens, right.OutputTokens),
            Math.Max(left.ReasoningTokens, right.ReasoningTokens));
    }
}
