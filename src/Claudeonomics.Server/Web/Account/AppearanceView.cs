using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Board;

namespace Claudeonomics.Server.Web.Account;

/// <summary>What others would see of somebody, for themselves and before they choose.</summary>
/// <param name="Row">Of the default board, as others would read it; <see langword="null"/> for who is not in the directory yet.</param>
/// <param name="ListLength">So many rows a list shows at the moment.</param>
/// <param name="OptIn">What is agreed to by choosing, and the policy under which.</param>
public sealed record AppearanceView(Standing? Row, int ListLength, OptIn OptIn)
{
    /// <summary>Of somebody who is in the directory.</summary>
    public static AppearanceView Of(string personId, IBoards boards, OptIn optIn)
    {
        var query = BoardAddress.Default.QueryOn(boards.Today);
        return new(boards.ListedRowOf(query, personId), boards.Get(query).Listed, optIn);
    }

    /// <summary>Of somebody who is about to join.</summary>
    public static AppearanceView OfNewcomer(OptIn optIn) => new(null, 0, optIn);

    /// <summary>The row under one choice; <see langword="null"/> where others see none.</summary>
    public Standing? RowAs(string? shownAs) => shownAs is null || Row is null ? null : Row with { Name = shownAs };

    /// <summary>Whether the row is within what a list shows now.</summary>
    public bool IsListed => Row is { Rank: > 0 } row && row.Rank <= ListLength;
}
