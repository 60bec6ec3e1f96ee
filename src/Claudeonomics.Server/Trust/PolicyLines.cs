using System.Globalization;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Trust;

/// <summary>A policy in words, as settings and requests to lift it have them: <c>balanced</c>, or <c>balanced, Step=live, SmallestGroup=4</c>.</summary>
public static class PolicyLines
{
    private const int MostPeople = 1_000;

    private static readonly Line[] All =
    [
        Words("Step", static policy => policy.Step, static (policy, step) => policy with { Step = step },
            ("live", StepOfOthers.Live), ("hourly", StepOfOthers.Hourly), ("daily", StepOfOthers.Daily)),
        Words("Detail", static policy => policy.Detail, static (policy, detail) => policy with { Detail = detail },
            ("exact", DetailOfOthers.Exact), ("digits", DetailOfOthers.ThreeDigits), ("bands", DetailOfOthers.Bands)),
        Words("DaysAndDollars", static policy => policy.ShowsDaysAndDollars, static (policy, shows) => policy with { ShowsDaysAndDollars = shows },
            ("true", true), ("false", false)),
        Words("ShownAs", static policy => policy.ShownAs, static (policy, shownAs) => policy with { ShownAs = shownAs },
            ("name", Participation.Named), ("pseudonym", Participation.Pseudonym)),
        Words("OptIn", static policy => policy.OnlyThePersonOptsIn, static (policy, only) => policy with { OnlyThePersonOptsIn = only },
            ("person", true), ("import", false)),
        Number("SmallestGroup", static policy => policy.SmallestGroup, static (policy, people) => policy with { SmallestGroup = people }, least: 3),
        Number("SmallestBoard", static policy => policy.SmallestBoard, static (policy, people) => policy with { SmallestBoard = people }, least: 1),
    ];

    /// <summary>Sets lines of a policy by themselves.</summary>
    /// <param name="lines">Names in any case, and their words.</param>
    /// <exception cref="SettingsException">A line that does not exist or cannot be; the message names it.</exception>
    public static PrivacyPolicy Set(PrivacyPolicy policy, IEnumerable<KeyValuePair<string, string?>> lines)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(lines);
        foreach (var (name, word) in lines)
        {
            var line = Array.Find(All, known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw Wrong(name, $"there is no such line. There are: {string.Join(", ", All.Select(static known => known.Name))}.");
            policy = line.With(policy, word ?? "");
        }

        // Whoever is beyond the list would otherwise be fewer than a group.
        return policy.GuardsGroups && policy.SmallestBoard < 2 * policy.SmallestGroup ? policy with { SmallestBoard = 2 * policy.SmallestGroup } : policy;
    }

    /// <summary>The policy's name, and after it the lines that neither it nor the lines before them come to by themselves.</summary>
    public static string Describe(PrivacyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var (text, read) = (policy.Name, PrivacyPolicy.Find(policy.Name)!);
        foreach (var line in All)
        {
            if (line.WordOf(policy) is var word && word != line.WordOf(read))
            {
                text += $", {line.Name}={word}";
                read = Set(read, [new(line.Name, word)]);
            }
        }

        return text;
    }

    /// <summary>Reads what <see cref="Describe"/> writes, with lines in any order.</summary>
    /// <exception cref="SettingsException">It is none; the message says why.</exception>
    public static PrivacyPolicy Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var named = PrivacyPolicy.Find(parts[0])
            ?? throw new SettingsException(
                ServerOptions.Key(nameof(ServerOptions.Policy)), $"'{parts[0]}' is none of {string.Join(", ", PrivacyPolicy.All.Select(static known => known.Name))}.");
        return Set(named, parts.Skip(1).Select(static part => part.Split('=', 2, StringSplitOptions.TrimEntries)).Select(static line => KeyValuePair.Create(line[0], line.ElementAtOrDefault(1))));
    }

    private static Line Words<T>(string name, Func<PrivacyPolicy, T> of, Func<PrivacyPolicy, T, PrivacyPolicy> with, params (string Word, T Value)[] words) => new(
        name,
        policy => words.First(known => EqualityComparer<T>.Default.Equals(known.Value, of(policy))).Word,
        (policy, word) => words.FirstOrDefault(known => string.Equals(known.Word, word, StringComparison.OrdinalIgnoreCase)) is { Word: not null } found
            ? with(policy, found.Value)
            : throw Wrong(name, $"'{word}' is none of {string.Join(", ", words.Select(static known => known.Word))}."));

    private static Line Number(string name, Func<PrivacyPolicy, int> of, Func<PrivacyPolicy, int, PrivacyPolicy> with, int least) => new(
        name,
        policy => of(policy).ToString(CultureInfo.InvariantCulture),
        (policy, word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= MostPeople
            ? with(policy, number)
            : throw Wrong(name, $"'{word}' is not a number of people from {least} to {MostPeople}."));

    private static SettingsException Wrong(string line, string problem) => new(ServerOptions.Key($"{PolicySetup.Section}:{line}"), problem);

    /// <param name="WordOf">How a policy's line is written.</param>
    /// <param name="With">The policy with the line set to a word.</param>
    private sealed record Line(string Name, Func<PrivacyPolicy, string> WordOf, Func<PrivacyPolicy, string, PrivacyPolicy> With);
}
