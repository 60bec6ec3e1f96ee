using System.Globalization;
using System.Text.Json.Nodes;

namespace Claudeonomics.Server.People.Scim;

/// <summary>Which part of a list is asked for, and which attributes.</summary>
/// <param name="StartIndex">From 1.</param>
/// <param name="Count">0 asks for the number alone.</param>
internal sealed record ScimList(IReadOnlyList<ScimCondition> Filter, int StartIndex, int Count, ScimAttributes Attributes)
{
    private const int DefaultCount = 100;

    public static ScimList Read(IQueryCollection query) => new(
        query["filter"].ToString() is { Length: > 0 } filter ? ScimFilter.Parse(filter) : [],
        Math.Max(1, Number(query, "startIndex", 1)),
        Math.Clamp(Number(query, "count", DefaultCount), 0, ScimSchemas.MaxResults),
        ScimAttributes.Read(query));

    public JsonObject Answer(int total, IEnumerable<JsonObject> resources)
    {
        var shown = new JsonArray([.. resources.Select(Attributes.Cut)]);
        return new()
        {
            ["schemas"] = new JsonArray(ScimSchemas.ListResponse),
            ["totalResults"] = total,
            ["startIndex"] = StartIndex,
            ["itemsPerPage"] = shown.Count,
            ["Resources"] = shown,
        };
    }

    private static int Number(IQueryCollection query, string name, int value) => query[name].ToString() is not { Length: > 0 } text
        ? value
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ScimProblemException.InvalidValue($"{name} is a whole number.");
}

/// <summary>Which attributes of a resource are asked for (RFC 7644, section 3.9).</summary>
internal sealed class ScimAttributes
{
    // Which every resource has, whatever is asked for.
    private static readonly string[] Always = ["schemas", "id", "meta"];

    private readonly HashSet<string>? _only;
    private readonly HashSet<string> _without;

    private ScimAttributes(HashSet<string>? only, HashSet<string> without) => (_only, _without) = (only, without);

    public static ScimAttributes Read(IQueryCollection query) => new(
        query["attributes"].ToString() is { Length: > 0 } only ? Names(only) : null, Names(query["excludedAttributes"].ToString()));

    /// <summary>Whether an attribute is asked for, so that what is not need not be read.</summary>
    public bool Has(string name) => Always.Contains(name) || ((_only is null || _only.Contains(name)) && !_without.Contains(name));

    public JsonObject Cut(JsonObject resource)
    {
        foreach (var name in resource.Select(static member => member.Key).Where(name => !Has(name)).ToList())
        {
            resource.Remove(name);
        }

        return resource;
    }

    // name.givenName asks for name: parts go together.
    private static HashSet<string> Names(string list) => list
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(static name => name.StartsWith(ScimSchemas.Enterprise, StringComparison.OrdinalIgnoreCase) ? ScimSchemas.Enterprise : name.Split('.')[0])
        .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
