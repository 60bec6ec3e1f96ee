using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest;

/// <summary>While our own clock has jumped, nothing is turned away for its time: its sender keeps it and tries again.</summary>
internal sealed partial class ClockDoubt(ClockWatch watch, ILogger<ClockDoubt> logger)
{
    /// <returns>What to answer instead of rejecting records as too old or ahead of us; <see langword="null"/> when that is their own fault.</returns>
    public IngestOutcome? Of(Tally tally)
    {
        if (tally.RejectedFor(DropReason.TooOld) + tally.RejectedFor(DropReason.Future) == 0 || watch.Jump is var jump && jump == TimeSpan.Zero)
        {
            return null;
        }

        LogJumped(jump);
        return new(IngestOutcomeKind.Unavailable, "The clock of the server jumped; nothing was kept.");
    }

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error,
        Message = "The clock jumped by {Jump}; records that it makes too old or too new are left with their senders until it is right, or has run evenly for a day")]
    private partial void LogJumped(TimeSpan jump);
}
