using System.Globalization;
using System.Text.Json.Nodes;

namespace Claudeonomics.Server.People.Scim;

/// <summary>What resources have in common.</summary>
internal static class ScimText
{
    public static JsonObject Meta(string type, string location, DateTimeOffset createdAt, DateTimeOffset updatedAt) => new()
    {
        ["resourceType"] = type,
        ["created"] = Moment(createdAt),
        ["lastModified"] = Moment(updatedAt),
        ["location"] = location,
    };

    /// <summary>Unassigned attributes are left out (RFC 7643, section 2.5).</summary>
    public static void Put(JsonObject into, string name, string? value)
    {
        if (value is not null)
        {
            into[name] = value;
        }
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
