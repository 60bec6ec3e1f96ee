using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>What participants said about each other's help, at this moment. Nothing is said when nothing implements it.</summary>
public interface IThanksSource
{
    /// <summary>Of <see cref="Current"/>, without reading it.</summary>
    long Version { get; }

    /// <summary>May read a store: asked for when awards are judged anew, not for every look at them.</summary>
    IThanks Current { get; }
}
