using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Claudeonomics.Core.Ranking.Scoring;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Seasons;

/// <summary>One participant's season: everything their numbers and awards came from, and what came of it.</summary>
/// <param name="Person">Id.</param>
/// <param name="Weeks">Active days of the last weeks that consistency looks at, newest first.</param>
/// <param name="FocusCount">Of the month's focus; <see langword="null"/> when nothing told.</param>
/// <param name="ActiveDays">Of the 30 that end with the season's last day.</param>
/// <param name="TierOn">When the tier by tokens was reached, with the month's tokens and the active days of that moment.</param>
/// <param name="Titles">The evidence of what was awarded.</param>
/// <param name="Rank">By score among those with one when the season was sealed.</param>
/// <param name="League">In this season; <see langword="null"/> where there never were leagues.</param>
/// <param name="NextLeague">In the season after it.</param>
public sealed record SeasonLine(
    string Person, double WorkingDays, ScoreInputs Inputs, IReadOnlyList<int> Weeks, long? FocusCount, int ActiveDays,
    DateOnly? TierOn, long TierTokens, int TierActiveDays, IReadOnlyList<TitleEvidence> Titles,
    ScoreParts Parts, int? Rank, Tier TokenTier, Tier ScoreTier, LeaguePlace? League = null, LeaguePlace? NextLeague = null)
{
    /// <summary>Different people who thanked; <see langword="null"/> when too few of the company did to tell, and in seasons before there was a
    /// place for it.</summary>
    public int? ThankedBy { get; init; }

    /// <summary>A reviewer took the person out of the season: it has no score, rank and tier by score for them.</summary>
    public bool IsOut { get; init; }

    /// <summary>The higher of the two ways.</summary>
    public Tier Tier => TokenTier > ScoreTier ? TokenTier : ScoreTier;

    /// <summary>The tier with its day: by tokens the day on which both were enough, by score the season's last.</summary>
    /// <param name="month">The season's first day.</param>
    public TierAward? AwardIn(DateOnly month) =>
        Tier is Tier.None ? null : new(Tier, month, ScoreTier > TokenTier ? DayRange.MonthOf(month).End.AddDays(-1) : TierOn!.Value);

    /// <summary>Tenths of a point; <see langword="null"/> without usage, and for who is out.</summary>
    public int? Score => Inputs.Tokens > 0 && !IsOut ? Parts.Total : null;

    /// <summary>Computes everything that follows from the inputs once more, by the season's own rules. The rank and the next league,
    /// which follow from the others' scores, stay.</summary>
    public SeasonLine Recomputed(SeasonHeader season)
    {
        ArgumentNullException.ThrowIfNull(season);
        var rules = season.Rules;
        var parts = season.PartsOf(Inputs, [.. Weeks], FocusCount, ThankedBy, WorkingDays);
        var tokenTier = Tier.None;
        for (var tier = Tier.Bronze; TierOn is not null && tier <= Tier.Emerald; tier++)
        {
            tokenTier = TierTokens >= rules.Of(tier).MonthlyTokens && TierActiveDays >= rules.ActiveDaysFor(tier, WorkingDays) ? tier : tokenTier;
        }

        return this with
        {
            Parts = parts,
            TokenTier = tokenTier,
            ScoreTier = Inputs.Tokens > 0 && !IsOut ? season.ScoreTiers.Of(parts.Total, ActiveDays, WorkingDays, rules) : Tier.None,
            Titles = [.. Titles.Select(static title => title with { Conditions = [.. title.Conditions.Select(static c => c.Judged())] }).Where(static title => title.Awarded)],
        };
    }

    /// <summary>The line as it is hashed and kept: JSON with members in a fixed order, no spaces.</summary>
    public string Canonical()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("person", Person);
            json.WriteNumber("workingDays", WorkingDays);
            json.WriteNumber("weighted", Inputs.Weighted);
            json.WriteNumber("tokens", Inputs.Tokens);
            WriteOptional(json, "outcomes", Inputs.OutcomeThousandths);
            json.WriteNumber("saved", Inputs.CacheSavedNanoUsd);
            json.WriteNumber("context", Inputs.ContextTokens);
            json.WriteNumber("requests", Inputs.Requests);
            WriteList(json, "weeks", [.. Weeks]);
            WriteOptional(json, "focus", FocusCount);
            if (ThankedBy is { } people)
            {
                // Absent, not null: lines that were sealed before have no such member, and come out byte for byte.
                json.WriteNumber("thankedBy", people);
            }

            if (IsOut)
            {
                json.WriteBoolean("isOut", true);
            }

            json.WriteNumber("activeDays", ActiveDays);
            json.WriteString("tierOn", TierOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteNumber("tierTokens", TierTokens);
            json.WriteNumber("tierActiveDays", TierActiveDays);
            json.WriteStartArray("titles");
            foreach (var title in Titles)
            {
                WriteTitle(json, title);
            }

            json.WriteEndArray();
            WriteList(json, "parts", [Parts.Volume, Parts.Consistency, Parts.Outcomes, Parts.Efficiency, Parts.Focus, Parts.Help]);
            WriteOptional(json, "rank", Rank);
            json.WriteNumber("tokenTier", (int)TokenTier);
            json.WriteNumber("scoreTier", (int)ScoreTier);
            WriteLeague(json, "league", League);
            WriteLeague(json, "nextLeague", NextLeague);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="FormatException">Not a line.</exception>
    public static SeasonLine Parse(string canonical)
    {
        try
        {
            using var document = JsonDocument.Parse(canonical);
            var line = document.RootElement;
            var parts = Numbers(line, "parts");
            return new(
                line.GetProperty("person").GetString()!, line.GetProperty("workingDays").GetDouble(),
                new(
                    line.GetProperty("weighted").GetInt64(), line.GetProperty("tokens").GetInt64(), Optional(line, "outcomes"), line.GetProperty("saved").GetInt64(),
                    line.GetProperty("context").GetInt64(), line.GetProperty("requests").GetInt64()),
                Numbers(line, "weeks"), Optional(line, "focus"), line.GetProperty("activeDays").GetInt32(),
                Day(line, "tierOn"), line.GetProperty("tierTokens").GetInt64(), line.GetProperty("tierActiveDays").GetInt32(),
                [.. line.GetProperty("titles").EnumerateArray().Select(ReadTitle)],
                new((short)parts[0], (short)parts[1], (short)parts[2], (short)parts[3], (short)parts[4], (short)parts[5]),
                (int?)Optional(line, "rank"), (Tier)line.GetProperty("tokenTier").GetInt32(), (Tier)line.GetProperty("scoreTier").GetInt32(),
                ReadLeague(line, "league"), ReadLeague(line, "nextLeague"))
            {
                ThankedBy = line.TryGetProperty("thankedBy", out var people) ? people.GetInt32() : null,
                IsOut = line.TryGetProperty("isOut", out var isOut) && isOut.GetBoolean(),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new FormatException("not a season's line", exception);
        }
    }

    // Lines of seasons without leagues have neither, so that those of earlier releases come out as they were.
    private static void WriteLeague(Utf8JsonWriter json, string name, LeaguePlace? place)
    {
        if (place is { } known)
        {
            json.WriteStartObject(name);
            WriteOptional(json, "number", (long?)known.Number);
            json.WriteNumber("level", known.Level);
            json.WriteEndObject();
        }
    }

    private static LeaguePlace? ReadLeague(JsonElement line, string name) =>
        line.TryGetProperty(name, out var place) ? new((int?)Optional(place, "number"), place.GetProperty("level").GetInt32()) : null;

    private static void WriteTitle(Utf8JsonWriter json, TitleEvidence title)
    {
        json.WriteStartObject();
        json.WriteString("title", title.Title);
        json.WriteString("from", title.Days.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("to", title.Days.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteStartArray("conditions");
        foreach (var condition in title.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("name", condition.Name);
            json.WriteNumber("verdict", (int)condition.Verdict);
            WriteOptional(json, "value", condition.Value);
            WriteOptional(json, "threshold", condition.Threshold);
            json.WriteString("unit", condition.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static TitleEvidence ReadTitle(JsonElement title) => new(
        title.GetProperty("title").GetString()!, new(Day(title, "from")!.Value, Day(title, "to")!.Value),
        [.. title.GetProperty("conditions").EnumerateArray().Select(static condition => new TitleCondition(
            condition.GetProperty("name").GetString()!, (Verdict)condition.GetProperty("verdict").GetInt32(), OptionalDouble(condition, "value"),
            OptionalDouble(condition, "threshold"), condition.GetProperty("unit").GetString()!))]);

    private static void WriteOptional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, ReadOnlySpan<int> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static int[] Numbers(JsonElement line, string name) => [.. line.GetProperty(name).EnumerateArray().Select(static number => number.GetInt32())];

    private static long? Optional(JsonElement line, string name) =>
        line.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : null;

    private static double? OptionalDouble(JsonElement line, string name) =>
        line.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    private static DateOnly? Day(JsonElement line, string name) =>
        line.GetProperty(name).GetString() is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
