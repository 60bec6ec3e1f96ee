using Claudeonomics.Core.Tracing;

namespace Claudeonomics.Server.Tracing;

/// <summary>What the page of one viewer carries in a <see cref="ViewMark"/>'s time.</summary>
/// <param name="Grain">The faint code: a path of lines one high through the middles of a tile's dark cells, <see cref="MarkTile.Side"/> across.</param>
/// <param name="From">When the time that both marks name begins.</param>
public sealed record PageGrain(string Grain, DateTimeOffset From);

/// <summary>Makes the marks of pages.</summary>
public sealed class ViewMarks
{
    private readonly MarkCipher _cipher;
    private readonly MarkTile _tile;
    private readonly ViewerNumbers _viewers;
    private readonly TimeProvider _clock;

    internal ViewMarks(MarkKey key, ViewerNumbers viewers, TimeProvider clock)
    {
        (_cipher, _tile, _viewers, _clock) = (new(key.Bytes), new(key.Bytes), viewers, clock);
    }

    /// <summary>The present time as marks tell it: a page that is kept is not to be handed out in another.</summary>
    public int CurrentSlot => ViewMark.SlotOf(_clock.GetUtcNow());

    /// <param name="viewer">Their <see cref="People.Viewer.LogName"/>.</param>
    public PageGrain Of(string viewer)
    {
        var mark = new ViewMark(_viewers.Of(viewer), CurrentSlot);
        return new(_tile.PathOf(_cipher.Seal(mark)), mark.From);
    }
}
