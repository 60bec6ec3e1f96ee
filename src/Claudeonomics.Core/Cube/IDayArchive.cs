namespace Claudeonomics.Core.Cube;

/// <summary>Gives single company days that are too old to be held one by one in memory.</summary>
public interface IDayArchive
{
    /// <returns>The day's rows, or <see langword="null"/> when nothing happened on it.</returns>
    ArchivedDay? Load(DateOnly day);
}

/// <summary>The rows of one old company day. Immutable once filled.</summary>
public sealed class ArchivedDay
{
    internal Partition Usage { get; } = new();

    public void Add(int identity, ushort dimension, in UsageCells cells) => Usage.Add(identity, dimension, cells);

    /// <summary>To be called once, after the last row.</summary>
    public void Settle() => Usage.Settle();
}
