using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.People;

/// <summary>Lists page by <c>limit</c> and <c>after</c>.</summary>
public static class Paging
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1_000;

    /// <returns><see langword="null"/> for a limit from 1 to <see cref="MaxLimit"/>.</returns>
    public static ValidationProblem? Problem(int limit) =>
        limit is >= 1 and <= MaxLimit ? null : PeopleEndpoints.Invalid("limit", $"1 to {MaxLimit}.");
}
