using System.Globalization;
using System.Text.Json.Serialization;
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

    /// <summary>Reads what asks for a page of a list that begins with the latest.</summary>
    /// <param name="place">The last one of the page before; <see langword="null"/> for the first page.</param>
    public static ValidationProblem? Problem(int limit, string? after, out LatestPlace? place)
    {
        place = after is null ? null : LatestPlace.Read(after);
        return Problem(limit) ?? (after is null || place is not null ? null : PeopleEndpoints.Invalid("after", "What an answer gave as next."));
    }

    /// <param name="found">At most <paramref name="limit"/>.</param>
    /// <param name="place">What asks for those after one.</param>
    public static Page<T> PageOf<TSource, T>(IReadOnlyList<TSource> found, int limit, Func<TSource, T> toItem, Func<TSource, string> place)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(place);
        return new([.. found.Select(toItem)], found.Count == limit ? place(found[^1]) : null);
    }
}

/// <summary>Where something stands in a list that begins with the latest.</summary>
/// <param name="At">To the millisecond.</param>
/// <param name="Id">Tells those of one moment apart, in the order of its characters.</param>
public readonly record struct LatestPlace(DateTimeOffset At, string Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns><see langword="null"/> for anything else.</returns>
    public static LatestPlace? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('.', 2) is [var at, { Length: > 0 } id]
            && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms)
            && ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? new(DateTimeOffset.FromUnixTimeMilliseconds(ms), id)
                : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}.{Id}");
}

/// <summary>A page of a list.</summary>
/// <param name="Next">What to ask <c>after</c> for the next page; absent on the last.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
