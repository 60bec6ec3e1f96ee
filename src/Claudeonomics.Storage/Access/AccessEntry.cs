using System.Globalization;
using System.Text.Json.Serialization;

namespace Claudeonomics.Storage.Access;

/// <summary>What somebody did that the access log keeps. Numbers are kept in files: they never change their meaning.</summary>
public enum AccessAct : byte
{
    /// <summary>Looked at a board, or another list of people (hall of fame, league, who helps).</summary>
    List = 1,

    /// <summary>Looked at one person: a profile, an opened row, how a number came about.</summary>
    Person = 2,

    /// <summary>A digest was sent to a channel, or looked at before.</summary>
    Digest = 3,

    /// <summary>Took an export.</summary>
    Export = 4,

    /// <summary>Made, used or revoked a share link.</summary>
    Share = 5,

    /// <summary>Asked for, decided about or used an approval.</summary>
    Approval = 6,

    /// <summary>Darkened all figures, or showed them again.</summary>
    Pause = 7,

    /// <summary>Read the access log.</summary>
    Audit = 8,

    /// <summary>Reviewed findings of fair play.</summary>
    Review = 9,

    /// <summary>Made a key or a link with which somebody else can be somebody, or said which roles somebody has.</summary>
    Access = 10,

    /// <summary>Read the figures of many people one by one: an alarm.</summary>
    Alarm = 11,
}

/// <summary>Something to be kept in the access log, with people by their ids.</summary>
/// <param name="By">As in <see cref="AccessEntry"/>.</param>
/// <param name="ByPerson">Id of the person who looked; <see langword="null"/> for a key, a channel or an administrator without a row.</param>
/// <param name="About">Id of the person who was looked at; <see langword="null"/> when it was nobody by themselves.</param>
/// <param name="What">The surface with its filter; what is longer than <see cref="AccessEntry.MaxWhatChars"/> is cut.</param>
public sealed record AccessRecord(
    DateTimeOffset At, AccessAct Act, string By, string? ByPerson, string? About, string What, long? Snapshot = null, int Count = 1);

/// <summary>One line of the access log.</summary>
/// <param name="AtMs">Of the first look, milliseconds since 1970 UTC.</param>
/// <param name="By">Who: <c>person</c> (see <paramref name="ByNumber"/>), <c>key:ID</c>, <c>administrator</c>, <c>digest:ID</c>, <c>share:ID</c>.</param>
/// <param name="ByNumber">The person who looked, as a number of that month.</param>
/// <param name="About">The person who was looked at, as a number of that month; absent when it was nobody by themselves.</param>
/// <param name="What">The surface with its filter, such as <c>tokens?window=30d</c>. At most <see cref="MaxWhatChars"/> characters.</param>
/// <param name="Snapshot">Sequence of the board that was shown.</param>
/// <param name="Count">How often within a minute.</param>
public sealed record AccessEntry(
    [property: JsonPropertyName("at")] long AtMs,
    [property: JsonPropertyName("act")] AccessAct Act,
    [property: JsonPropertyName("by")] string By,
    [property: JsonPropertyName("who"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ByNumber,
    [property: JsonPropertyName("about"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? About,
    [property: JsonPropertyName("what")] string What,
    [property: JsonPropertyName("snapshot"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Snapshot,
    [property: JsonPropertyName("count")] int Count)
{
    public const int MaxWhatChars = 300;
}

/// <summary>Where an entry stands in the log.</summary>
/// <param name="Sequence">Of its batch.</param>
/// <param name="Place">In its batch, from 0.</param>
public readonly record struct AccessPlace(long Sequence, int Place)
{
    /// <summary>As an address carries it: <c>41.3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}.{Place}");

    /// <returns><see langword="null"/> for what is no place.</returns>
    public static AccessPlace? Parse(string? word) =>
        word?.Split('.') is [var sequence, var place]
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var batch)
        && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new(batch, index)
            : null;
}

/// <summary>An entry with its place.</summary>
public sealed record PlacedAccessEntry(AccessPlace At, AccessEntry Entry);

[JsonSerializable(typeof(IReadOnlyList<AccessEntry>))]
[JsonSerializable(typeof(AccessEntry[]))]
internal sealed partial class AccessJson : JsonSerializerContext;
