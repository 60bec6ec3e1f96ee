using System.Text.Json;
using System.Text.RegularExpressions;

namespace Claudeonomics.Server.People.Scim;

/// <summary>One thing that a filter asks for.</summary>
/// <param name="Name">Attribute and part in small letters: <c>username</c>, <c>emails.value</c>.</param>
/// <param name="Value">Text, or <c>true</c> and <c>false</c> in small letters.</param>
internal sealed record ScimCondition(string Name, string Value);

/// <summary>Reads filters as directories send them: <c>eq</c> and <c>and</c>, with brackets. Everything else is refused.</summary>
internal static partial class ScimFilter
{
    private const int MaxChars = 1_000;
    private const int MaxConditions = 6;

    // userName eq "a\"b"    emails[type eq "work"].value eq "x"    active eq true
    [GeneratedRegex("""^\s*(?<path>[^\s"\[\]()]+(?:\[(?<inside>(?:[^"\[\]]|"(?:[^"\\]|\\.)*")*)\])?(?:\.[A-Za-z$]+)?)(?:\s+(?<op>[A-Za-z]+)\s+(?<value>"(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?))?\s*(?:\s(?<and>and)\s|$)""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Condition { get; }

    /// <exception cref="ScimProblemException">It is none, or asks for more than is understood.</exception>
    public static IReadOnlyList<ScimCondition> Parse(string text)
    {
        if (text.Length > MaxChars)
        {
            throw ScimProblemException.InvalidFilter("The filter is too long.");
        }

        var conditions = new List<ScimCondition>();
        for (var rest = text; ;)
        {
            var match = Condition.Match(rest);
            if (!match.Success || ScimPath.Parse(match.Groups["path"].Value) is not { } path)
            {
                throw NotUnderstood();
            }

            Add(conditions, path, match);
            if (conditions.Count > MaxConditions)
            {
                throw ScimProblemException.InvalidFilter($"At most {MaxConditions} conditions.");
            }

            rest = rest[match.Length..];
            if (!match.Groups["and"].Success)
            {
                return rest.Length == 0 ? conditions : throw NotUnderstood();
            }
        }
    }

    private static void Add(List<ScimCondition> conditions, ScimPath path, Match match)
    {
        if (path.Filter is not null)
        {
            // emails[type eq "work"].value eq "x" asks for two things of one value; so does emails[type eq "work" and value eq "x"].
            conditions.AddRange(Parse(path.Filter).Select(inside => inside with { Name = $"{path.Attribute}.{inside.Name}" }));
        }

        if (match.Groups["op"].Success)
        {
            if (!match.Groups["op"].Value.Equals("eq", StringComparison.OrdinalIgnoreCase))
            {
                throw NotUnderstood();
            }

            conditions.Add(new(path.Part is null ? path.Attribute : $"{path.Attribute}.{path.Part}", Unquoted(match.Groups["value"].Value)));
        }
        else if (path.Filter is null || path.Part is not null)
        {
            throw NotUnderstood();
        }
    }

    private static string Unquoted(string value)
    {
        if (value[0] != '"')
        {
            return value.ToLowerInvariant();
        }

        try
        {
            return JsonSerializer.Deserialize(value, ScimJson.Default.String)!;
        }
        catch (JsonException)
        {
            throw NotUnderstood();
        }
    }

    private static ScimProblemException NotUnderstood() =>
        ScimProblemException.InvalidFilter("Understood are conditions with eq, joined by and, such as: userName eq \"ana@corp.example\".");
}
