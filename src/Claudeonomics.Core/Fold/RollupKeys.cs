using System.Diagnostics.CodeAnalysis;
using Claudeonomics.Core.Cube;

namespace Claudeonomics.Core.Fold;

/// <summary>A row of the finest roll-up.</summary>
/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
/// <param name="Hour">UTC hours since 1970. Kept beside the day because a company's day may begin within an hour.</param>
public readonly record struct HourKey(int Day, int Identity, ushort Dimension, int Hour);

/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
/// <param name="Agent">Number in <see cref="AgentTable"/>.</param>
public readonly record struct ActivityKey(int Day, int Identity, ushort Agent);

/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
public readonly record struct ConversationDayKey(int Day, int Identity, ulong Conversation, ushort Dimension);

/// <summary>A conversation's sums of one day and dimension, and its first and last moment in them.</summary>
public struct ConversationDay(UsageCells cells, long firstMs, long lastMs)
{
    private UsageCells _cells = cells;

    [UnscopedRef]
    public ref UsageCells Cells => ref _cells;

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long FirstMs { get; private set; } = firstMs;

    public long LastMs { get; private set; } = lastMs;

    public void Add(in ConversationDay other)
    {
        _cells.Add(other._cells);
        Widen(other.FirstMs, other.LastMs);
    }

    public void Widen(long firstMs, long lastMs)
    {
        FirstMs = FirstMs == 0 ? firstMs : Math.Min(FirstMs, firstMs);
        LastMs = Math.Max(LastMs, lastMs);
    }
}

/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
public readonly record struct ThreadKey(int Day, int Identity, ulong Conversation);

/// <summary>What changed in the sums since the last checkpoint. Every part adds to what earlier checkpoints wrote.</summary>
public sealed class RollupDelta
{
    public Dictionary<HourKey, UsageCells> Hours { get; } = [];

    public Dictionary<ActivityKey, ActivityCells> Activity { get; } = [];

    public Dictionary<ConversationDayKey, ConversationDay> Conversations { get; } = [];

    /// <summary>Supervised seconds.</summary>
    public Dictionary<ThreadKey, int> Threads { get; } = [];

    public void Clear()
    {
        Hours.Clear();
        Activity.Clear();
        Conversations.Clear();
        Threads.Clear();
    }
}
