using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>What integrity runs take out of the score, at this moment. Boards are without it when nothing implements it.</summary>
public interface IExcludedUsageSource
{
    IExcludedUsage Current { get; }
}
