using System.Diagnostics.CodeAnalysis;
using Claudeonomics.Core.Cube;

namespace Claudeonomics.Core.Fold;

/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
/// <param name="Agent">Number in <see cref="AgentTable"/>.</param>
public readonly record struct ActivityKey(int Day, int Identity, ushort Agent);

/// <summary>What is told apart in the sums of a conversation.</summary>
/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
/// <param name="Hour">UTC hours since 1970. Kept beside the day because a company's day may begin within an hour.</param>
public readonly record struct ConversationHourKey(int Day, int Identity, ulong Conversation, ushort Dimension, int Hour);

/// <summary>Sums of a conversation, and its first and last moment in them.</summary>
public struct ConversationSums(UsageCells cells, long firstMs, long lastMs)
{
    private UsageCells _cells = cells;

    [UnscopedRef]
    public ref UsageCells Cells => ref _cells;

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long FirstMs { get; private set; } = firstMs;

    public long LastMs { get; private set; } = lastMs;

    public void Add(in ConversationSums other)
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

/// <summary>A supervised stretch of a conversation on one company day.</summary>
/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
/// <param name="StartMs">Milliseconds since 1970 UTC.</param>
public readonly record struct ThreadKey(int Day, int Identity, ulong Conversation, long StartMs);
