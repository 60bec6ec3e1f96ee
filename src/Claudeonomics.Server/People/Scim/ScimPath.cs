using System.Text.RegularExpressions;

namespace Claudeonomics.Server.People.Scim;

/// <summary>Names an attribute, as filters and PATCH do: <c>name.givenName</c>, <c>emails[type eq "work"].value</c>,
/// <c>urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department</c>.</summary>
/// <remarks>What core and extension call their attributes differs, so after reading it is of no matter which of them a name belongs to.</remarks>
/// <param name="Attribute">In small letters; empty for an extension as a whole.</param>
/// <param name="Filter">What stands between the brackets, or <see langword="null"/>.</param>
/// <param name="Part">The attribute's part in small letters, or <see langword="null"/>.</param>
internal sealed partial record ScimPath(string Attribute, string? Filter, string? Part)
{
    private const int MaxChars = 500;

    private static readonly string[] Urns = [ScimSchemas.User, ScimSchemas.Enterprise, ScimSchemas.Group];

    // emails[type eq "work"].value
    [GeneratedRegex("""^(?<attribute>[A-Za-z$][A-Za-z0-9$_-]*)(?:\[(?<filter>.*)\])?(?:\.(?<part>[A-Za-z$][A-Za-z0-9$_-]*))?$""", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }

    /// <returns><see langword="null"/> for what is no path.</returns>
    public static ScimPath? Parse(string text)
    {
        var path = text.Trim();
        if (path.Length > MaxChars)
        {
            return null;
        }

        if (path.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
        {
            if (Array.Find(Urns, urn => path.StartsWith(urn, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                // An extension that nobody here knows: well formed, and of no matter.
                return new("urn", null, null);
            }

            path = path[known.Length..];
            if (path.Length == 0)
            {
                return new("", null, null);
            }

            if (path[0] != ':')
            {
                return null;
            }

            path = path[1..];
        }

        var match = Form.Match(path);
        return match.Success
            ? new(Lower(match.Groups["attribute"])!, match.Groups["filter"] is { Success: true } filter ? filter.Value : null, Lower(match.Groups["part"]))
            : null;
    }

    private static string? Lower(Group group) => group.Success ? group.Value.ToLowerInvariant() : null;
}
