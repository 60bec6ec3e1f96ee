namespace Claudeonomics.Server.Boards;

/// <summary>How often something that follows the ledger is made anew.</summary>
/// <remarks>At most every 0.4 s, so that an acknowledged event is seen within half a second; and seldom enough that making it takes at most
/// its share of the time, up to the longest pause, which is what a reader may have to wait for at the largest size.</remarks>
/// <param name="longest">The longest pause, whatever the making costs.</param>
/// <param name="share">Making takes one part in so many of the time.</param>
internal readonly struct Pace(TimeSpan longest, int share)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(400);

    /// <summary>A board is at most this far behind the ledger, and the time it takes to build it.</summary>
    public static Pace OfBoards { get; } = new(TimeSpan.FromSeconds(1), 20);

    /// <summary>People and teams: a withdrawn consent is gone from every answer within seconds, an import of everybody does not stop the server.</summary>
    public static Pace OfRoster { get; } = new(TimeSpan.FromSeconds(5), 20);

    /// <summary>Tiers and titles change over days; at 85,000 people judging them takes a good part of a second.</summary>
    public static Pace OfAwards { get; } = new(TimeSpan.FromSeconds(30), 100);

    /// <summary>The pause after something that took <paramref name="cost"/> to make.</summary>
    public TimeSpan After(TimeSpan cost)
    {
        var pause = cost * share;
        return pause < Shortest ? Shortest : pause > longest ? longest : pause;
    }
}
