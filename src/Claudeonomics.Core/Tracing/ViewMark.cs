namespace Claudeonomics.Core.Tracing;

/// <summary>What a mark in a page says: who looked, and when.</summary>
/// <param name="Viewer">A viewer's number, below <see cref="Viewers"/>.</param>
/// <param name="Slot">Tenths of an hour since <see cref="Epoch"/>, below <see cref="Slots"/>: until 2145.</param>
public readonly record struct ViewMark(int Viewer, int Slot)
{
    public const int ViewerBits = 20;
    public const int SlotBits = 20;
    public const int Viewers = 1 << ViewerBits;
    public const int Slots = 1 << SlotBits;

    /// <summary>How long one mark stands for, and so how exactly it tells the time.</summary>
    public static readonly TimeSpan SlotLength = TimeSpan.FromMinutes(6);

    /// <summary>When slot 0 begins.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the slot begins.</summary>
    public DateTimeOffset From => Epoch + Slot * SlotLength;

    /// <summary>The slot of a moment, the first or last one for moments beyond.</summary>
    public static int SlotOf(DateTimeOffset moment) => (int)Math.Clamp((moment - Epoch).Ticks / SlotLength.Ticks, 0, Slots - 1);
}
