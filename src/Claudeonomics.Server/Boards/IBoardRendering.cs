using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>Another form of a snapshot, such as a part of a page, that is made once and kept with it. One instance per form, registered once.</summary>
public interface IBoardRendering
{
    /// <summary>The form, the same for every viewer: what is about the viewer is added at the edge. Called once per snapshot, perhaps
    /// by several threads at first; must depend on nothing else.</summary>
    ReadOnlyMemory<byte> Render(BoardSnapshot snapshot);
}
