namespace Claudeonomics.Core.Ranking;

/// <summary>A board and the keys behind it, from which the places of those who are not listed are found.</summary>
public sealed class BuiltBoard
{
    internal BuiltBoard(
        BoardQuery query, RosterScopes scopes, long dataVersion, GameRules rules, Population population, int listed,
        IReadOnlyList<Standing> standings, BoardKeys keys, BoardKeys keysBefore)
    {
        (Query, Scopes, DataVersion, Rules, Population, Listed, Standings) =
            (query, scopes, dataVersion, rules, population, listed, standings);
        (Keys, KeysBefore) = (keys, keysBefore);
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

    /// <summary>By row: people or teams by ordinal.</summary>
    internal BoardKeys Keys { get; }

    /// <summary>Of the window before.</summary>
    internal BoardKeys KeysBefore { get; }
}
