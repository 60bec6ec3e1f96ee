using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>Boards as readers get them: the latest snapshot, at most a second behind the ledger.</summary>
public interface IBoards
{
    /// <summary>The company's present day: what windows such as 30 days end with.</summary>
    DateOnly Today { get; }

    /// <summary>What others may see of anybody.</summary>
    PrivacyPolicy Policy { get; }

    /// <summary>The current snapshot of a board, built when nobody has asked for it lately. The same object until the board changes, so
    /// that whatever is made of it can be kept beside it.</summary>
    BoardSnapshot Get(BoardQuery query);

    /// <summary>One participant's own place, exact and live; <see langword="null"/> for who does not take part.</summary>
    OwnStanding? StandingOf(BoardQuery query, string personId);

    /// <summary>Somebody's row as a list would show it to others, whether or not they take part: for themselves, before they choose.
    /// <see langword="null"/> when there is nobody with the id.</summary>
    /// <param name="query">Of people.</param>
    Standing? ListedRowOf(BoardQuery query, string personId);

    /// <summary>Somebody's place by the sums that others are shown, exact; <see langword="null"/> for who does not take part.</summary>
    /// <remarks>To rank a few among themselves: the caller tells of it what the policy lets others see, and of a private participant nothing.</remarks>
    Standing? SteppedStandingOf(BoardQuery query, string personId);

    /// <summary>How a participant's number came about; <see langword="null"/> for who does not take part.</summary>
    /// <param name="isOwn">For themselves: exact, live and complete. Otherwise as far as others may know.</param>
    /// <remarks>The caller decides who may see it: a private participant's is for themselves only.</remarks>
    BoardExplanation? Explain(BoardQuery query, string personId, bool isOwn);
}
