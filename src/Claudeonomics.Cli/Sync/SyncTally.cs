using Claudeonomics.Core.Wire;

namespace Claudeonomics.Cli.Sync;

/// <summary>What a run of sync came to.</summary>
internal sealed class SyncTally
{
    private readonly SortedDictionary<string, int> _rejected = new(StringComparer.Ordinal);
    private int _hours;
    private int _calls;
    private long _changes;
    private int _days;
    private int _waitingDays;
    private int _accepted;
    private int _corrected;
    private int _waiting;

    /// <summary>Nothing waits for the next run.</summary>
    public bool IsComplete => _waiting + _waitingDays == 0;

    public void Add(UsageBatchAnswer answer, SyncBody body)
    {
        _hours += body.Hours.Count;
        _days += body.Days.Count;
        _calls += body.Hours.Sum(static hour => hour.Calls.Count);
        _changes += body.Hours.SelectMany(static hour => hour.Changes ?? []).Sum(static told => told.Code + told.Tests + told.Documentation + told.Configuration);
        _accepted += answer.Accepted;
        _corrected += answer.Corrected;
        foreach (var (reason, count) in answer.Rejected)
        {
            _rejected[reason] = _rejected.GetValueOrDefault(reason) + count;
        }
    }

    /// <summary>That is left for the next run.</summary>
    public void Stop(IEnumerable<SyncBody> left)
    {
        foreach (var body in left)
        {
            (_waiting, _waitingDays) = (_waiting + body.Hours.Count, _waitingDays + body.Days.Count);
        }
    }

    public string InWords(ServerAccount account, int unplaced)
    {
        var days = _days == 0 ? "" : $" and totals of {_days} older days";
        var changes = _changes == 0 ? "" : $" and counts of {_changes} changes";
        var words = _hours + _days == 0 && IsComplete
            ? $"{account.Server} has everything."
            : $"Sent {_calls} calls{changes} of {_hours} hours{days} to {account.Server}: {_accepted} new to it.";
        words += _corrected == 0 ? "" : $" {_corrected} sent before count no more.";
        foreach (var (reason, count) in _rejected)
        {
            words += $" {count} rejected: {reason}.";
        }

        words += IsComplete ? "" : $" {_waiting} hours{(_waitingDays == 0 ? "" : $" and {_waitingDays} days")} wait for the next sync.";
        return words + (unplaced == 0 ? "" : $" {unplaced} calls stay here: their log tells no time or no conversation.");
    }
}
