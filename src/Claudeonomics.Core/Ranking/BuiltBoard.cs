namespace Claudeonomics.Core.Ranking;

/// <summary>A board and the keys behind it, from which the places of those who are not listed are found.</summary>
public sealed class BuiltBoard
{
    internal BuiltBoard(
        BoardQuery query, RosterScopes scopes, long dataVersion, GameRules rules, Population population, int listed,
        IReadOnlyList<Standing> standings, BoardKeys keys, BoardKeys keysBefore, BoardKeys ranked, BoardKeys rankedBefore, RowParts? parts, BoardFocus focus)
    {
        (Query, Scopes, DataVersion, Rules, Population, Listed, Standings) =
            (query, scopes, dataVersion, rules, population, listed, standings);
        (Keys, KeysBefore, Ranked, RankedBefore, Parts, Focus) = (keys, keysBefore, ranked, rankedBefore, parts, focus);
    }

    public BoardQuery Query { get; }

    /// <summary>Of the roster by which it was built.</summary>
    public RosterScopes Scopes { get; }

    /// <summary>The <see cref="IBoardData.Version"/> of which it was built.</summary>
    public long DataVersion { get; }

    public GameRules Rules { get; }

    public Population Population { get; }

    /// <summary>How many rows the game's list length allows.</summary>
    public int Listed { get; }

    public IReadOnlyList<Standing> Standings { get; }

    /// <summary>Of the month of the window's last day.</summary>
    public BoardFocus Focus { get; }

    /// <summary>By row: people or teams by ordinal.</summary>
    internal BoardKeys Keys { get; }

    /// <summary>Of the window before.</summary>
    internal BoardKeys KeysBefore { get; }

    /// <summary>The keys that count for ranks: where a policy wants no gaps, without those of people whom nobody sees.</summary>
    internal BoardKeys Ranked { get; }

    /// <summary>The same of the window before.</summary>
    internal BoardKeys RankedBefore { get; }

    /// <summary>What the keys of the game's boards are made of; <see langword="null"/> on others.</summary>
    internal RowParts? Parts { get; }

    /// <summary>The same board with other words for it.</summary>
    internal BuiltBoard Told(Population population, IReadOnlyList<Standing> standings) =>
        new(Query, Scopes, DataVersion, Rules, population, Listed, standings, Keys, KeysBefore, Ranked, RankedBefore, Parts, Focus);
}
