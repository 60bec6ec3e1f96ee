using Claudeonomics.Core.Ranking.Seasons;

namespace Claudeonomics.Server.Boards;

/// <summary>The tiers of seasons that are sealed, at this moment. None is sealed when nothing implements it.</summary>
public interface ISealedTiersSource
{
    /// <summary>Of <see cref="Current"/>, without reading it.</summary>
    long Version { get; }

    /// <summary>May read a store: asked for when awards are judged anew, not for every look at them.</summary>
    ISealedTiers Current { get; }
}
