using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Claudeonomics.Core.Ranking.Focus;
using Claudeonomics.Core.Ranking.Scoring;

namespace Claudeonomics.Core.Ranking.Seasons;

/// <summary>What a season's numbers were computed by, apart from anybody's own: its rules, its focus, its cohort and its tiers by score.</summary>
/// <remarks>About nobody in particular, so that it stays when people go, and those who stay are computed as they were.</remarks>
/// <param name="Month">Its first day.</param>
/// <param name="Focus">What the focus counted; <see langword="null"/> when nothing told.</param>
/// <param name="ScoreTiers">Frozen when the season began.</param>
/// <param name="NextTiers">Fitted to this season, for the next one.</param>
/// <param name="Previous">Hash of the season before, in hex; empty for the first.</param>
public sealed record SeasonHeader(
    DateOnly Month, GameRules Rules, FocusCount? Focus, ScoreCohort Cohort, ScoreTiers ScoreTiers, ScoreTiers NextTiers, int Participants, string Previous)
{
    /// <summary>A score by the season's own rules.</summary>
    public ScoreParts PartsOf(in ScoreInputs inputs, Span<int> weeks, long? focusCount, int? thankedBy, double workingDays)
    {
        if (inputs.Tokens <= 0)
        {
            return default;
        }

        double? focus = focusCount is { } count && Focus is { } of ? FocusCounter.Progress(count, of, workingDays) : null;
        return Score.Of(inputs, Score.ConsistencyPart(ActiveDayBits.ShareMet(weeks, workingDays, Rules), Rules), Score.FocusPart(focus, Rules), thankedBy, Cohort, Rules);
    }

    /// <summary>The header as it is hashed and kept: JSON with members in a fixed order, no spaces.</summary>
    public string Canonical()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("month", Month.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteString("edition", Rules.Edition);
            json.WriteString("rulesVersion", Rules.Version);
            json.WriteStartObject("settings");
            foreach (var setting in GameSettings.All)
            {
                json.WriteNumber(setting.Name, setting.Read(Rules));
            }

            json.WriteEndObject();
            json.WriteString("focusName", Rules.Calendar.Of(Month).Name);
            json.WriteString("focusCounts", Focus is { } focus ? FocusCalendar.NameOf(focus.Measure) : null);
            json.WriteNumber("focusTarget", Focus?.Target ?? 0);
            json.WritePropertyName("cohort");
            Cohort.Write(json);
            WriteTiers(json, "scoreTiers", ScoreTiers);
            WriteTiers(json, "nextTiers", NextTiers);
            json.WriteNumber("participants", Participants);
            json.WriteString("previous", Previous);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="FormatException">Not a header.</exception>
    public static SeasonHeader Parse(string canonical)
    {
        try
        {
            using var document = JsonDocument.Parse(canonical);
            var header = document.RootElement;
            var month = DateOnly.ParseExact(header.GetProperty("month").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var counts = header.GetProperty("focusCounts").GetString();
            var target = header.GetProperty("focusTarget").GetInt32();
            var name = header.GetProperty("focusName").GetString()!;

            // What was a setting once and is none any more stays in the header as it was sealed, and nothing asks for it. What was none yet is as the
            // rules were then.
            var rules = GameSettings.Apply(
                GameRules.Default with { Edition = header.GetProperty("edition").GetString()!, ActiveDay = ActiveDayRule.OfPrompts },
                header.GetProperty("settings").EnumerateObject().Where(static setting => GameSettings.IsKnown(setting.Name)).Select(static setting => new KeyValuePair<string, string>(setting.Name, setting.Value.GetRawText())));
            if (rules.Calendar.Of(month).Name != name)
            {
                rules = rules with { Calendar = FocusCalendar.Parse([new($"{month:yyyy-MM}", $"{name}: {counts ?? "commits"} {Math.Max(1, target)}")]) };
            }

            return new(
                month, rules, counts is null ? null : new(FocusCalendar.MeasureOf(counts), target), ScoreCohort.Read(header.GetProperty("cohort")),
                ReadTiers(header, "scoreTiers"), ReadTiers(header, "nextTiers"), header.GetProperty("participants").GetInt32(), header.GetProperty("previous").GetString()!)
            {
                KeptVersion = header.GetProperty("rulesVersion").GetString()!,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("not a season's header", exception);
        }
    }

    /// <summary>The version of the rules as it was when the season was sealed.</summary>
    public string KeptVersion { get; init; } = Rules.Version;

    private static void WriteTiers(Utf8JsonWriter json, string name, ScoreTiers tiers)
    {
        json.WriteStartArray(name);
        foreach (var threshold in tiers.Thresholds)
        {
            json.WriteNumberValue(threshold);
        }

        json.WriteEndArray();
    }

    private static ScoreTiers ReadTiers(JsonElement header, string name) =>
        new([.. header.GetProperty(name).EnumerateArray().Select(static threshold => threshold.GetInt32())]);
}
