using System.Globalization;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Text;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Web.Text;

/// <summary>What things are called on pages.</summary>
internal static class Words
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Such as "November puts tests first: 60 accepted edits fill it."</summary>
    public static string FocusOf(BoardSnapshot snapshot)
    {
        var month = snapshot.Query.Window.End.AddDays(-1).ToString("MMMM", Culture);
        return snapshot.Focus is { Counts: { } counts, Target: { } target }
            ? $"{month} puts {snapshot.Focus.Name} first: {Figure.Whole(target)} {counts.Replace('-', ' ')} fill it at five working days a week."
            : $"{month} puts {snapshot.Focus.Name} first; nothing that could tell of it is connected yet.";
    }

    /// <summary>A part of a score.</summary>
    public static string Part(string name) => name switch
    {
        "volume" => "Volume",
        "consistency" => "Steady weeks",
        "outcomes" => "Outcomes",
        "efficiency" => "Efficiency",
        "focus" => "The month’s focus",
        "help" => "Helping",
        _ => name,
    };

    public static string Tier(Tier tier) => tier switch
    {
        Core.Ranking.Tier.None => "",
        Core.Ranking.Tier.Bronze => "bronze",
        Core.Ranking.Tier.Silver => "silver",
        Core.Ranking.Tier.Gold => "gold",
        Core.Ranking.Tier.Platinum => "platinum",
        Core.Ranking.Tier.Emerald => "emerald",
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, null),
    };

    /// <summary>An agent's name as its makers write it; an agent we do not know keeps its own spelling.</summary>
    public static string Agent(string agent) => agent switch
    {
        "claude-code" => "Claude Code",
        "codex" => "Codex",
        "gemini-cli" => "Gemini CLI",
        "qwen-code" => "Qwen Code",
        "copilot" or "github-copilot" => "Copilot",
        "opencode" => "OpenCode",
        "" => "unknown agent",
        _ => agent,
    };

    public static string Provider(string provider) => provider switch
    {
        "anthropic" => "Anthropic",
        "openai" => "OpenAI",
        "gcp.gemini" or "gcp.vertex_ai" or "gcp.gen_ai" => "Google",
        "aws.bedrock" => "Amazon Bedrock",
        "azure.ai.openai" or "azure.ai.inference" => "Azure",
        "x_ai" => "xAI",
        "mistral_ai" => "Mistral",
        "deepseek" => "DeepSeek",
        "internal" => "our own",
        "" => "unknown provider",
        _ => provider,
    };

    /// <summary>Shortens a canonical model name where the provider is clear without it: <c>claude-opus-4-6</c> reads "opus 4.6".</summary>
    public static string Model(string model) => ShortModel.Of(model);

    /// <summary>What stands before a window's word: "in the last 7 days", "over all time", but just "today".</summary>
    public static string BeforeWindow(string word) => word switch { "today" => "", "all" => "over", _ => "in" };

    /// <summary>A window's word in a sentence.</summary>
    public static string Window(string word) => word switch
    {
        "today" => "today",
        "7d" => "the last 7 days",
        "30d" => "the last 30 days",
        "month" => "this month",
        "quarter" => "this quarter",
        "all" => "all time",
        _ => word,
    };

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", Culture);

    /// <summary>Such as <c>29 Nov, 13:25 UTC</c>: to somebody who compares with a log.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM, HH:mm 'UTC'", Culture);

    /// <summary>Such as "October 2026".</summary>
    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", Culture);

    public static string ShortDay(DateOnly day) => day.ToString("d MMM", Culture);

    /// <summary>A window by its first and last day: <c>23 October to 21 November 2026</c>.</summary>
    public static string Days(DayRange days)
    {
        var last = days.End.AddDays(-1);
        if (days.Days <= 1)
        {
            return Day(days.Start);
        }

        return days.Start.Year == last.Year
            ? $"{days.Start.ToString(days.Start.Month == last.Month ? "%d" : "d MMMM", Culture)} to {Day(last)}"
            : $"{Day(days.Start)} to {Day(last)}";
    }

    public static string Plural(long count, string one, string many) => $"{Figure.Whole(count)} {(count == 1 ? one : many)}";

    /// <summary><c>1</c> reads "1st".</summary>
    public static string Ordinal(int number) => (number % 100) switch
    {
        11 or 12 or 13 => $"{Figure.Whole(number)}th",
        _ => (number % 10) switch
        {
            1 => $"{Figure.Whole(number)}st",
            2 => $"{Figure.Whole(number)}nd",
            3 => $"{Figure.Whole(number)}rd",
            _ => $"{Figure.Whole(number)}th",
        },
    };
}
