using System.Text.Json.Nodes;

namespace Claudeonomics.Server.People.Scim;

/// <summary>What this server says of itself to a directory (RFC 7643, sections 5 to 8).</summary>
internal static class ScimSchemas
{
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string ListResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>Resources a list answers with at once.</summary>
    public const int MaxResults = 200;

    public static JsonObject ServiceProviderConfig() => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"),
        ["patch"] = Supported(true),
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = MaxResults },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(false),
        ["etag"] = Supported(false),
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "Bearer token",
            ["description"] = "A key of kind scim, in the Authorization header.",
            ["primary"] = true,
        }),
    };

    public static JsonArray ResourceTypes(string baseAddress) =>
        new(ResourceType(baseAddress, "User", "/Users", User, Enterprise), ResourceType(baseAddress, "Group", "/Groups", Group, extension: null));

    public static JsonArray Schemas() => new(
        Schema(User, "User",
            Attribute("userName", isRequired: true, uniqueness: "server"), Attribute("externalId", isExact: true), Attribute("displayName"),
            Complex("name", isMany: false, Attribute("givenName"), Attribute("familyName"), Attribute("formatted")),
            Complex("emails", isMany: true, Attribute("value"), Attribute("type"), Attribute("primary", type: "boolean")),
            Attribute("active", type: "boolean"),
            Complex("groups", isMany: true, Attribute("value", mutability: "readOnly"), Attribute("display", mutability: "readOnly"))),
        Schema(Enterprise, "EnterpriseUser", Attribute("employeeNumber"), Attribute("department")),
        Schema(Group, "Group",
            Attribute("displayName", isRequired: true, uniqueness: "server"), Attribute("externalId", isExact: true),
            Complex("members", isMany: true, Attribute("value", mutability: "immutable"), Attribute("display", mutability: "readOnly"))));

    private static JsonObject Supported(bool isSupported) => new() { ["supported"] = isSupported };

    private static JsonObject ResourceType(string baseAddress, string name, string endpoint, string schema, string? extension)
    {
        var type = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ResourceType"),
            ["id"] = name,
            ["name"] = name,
            ["endpoint"] = endpoint,
            ["schema"] = schema,
            ["meta"] = new JsonObject { ["resourceType"] = "ResourceType", ["location"] = $"{baseAddress}/ResourceTypes/{name}" },
        };
        if (extension is not null)
        {
            type["schemaExtensions"] = new JsonArray(new JsonObject { ["schema"] = extension, ["required"] = false });
        }

        return type;
    }

    private static JsonObject Schema(string id, string name, params ReadOnlySpan<JsonNode> attributes) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Schema"),
        ["id"] = id,
        ["name"] = name,
        ["attributes"] = new JsonArray([.. attributes]),
    };

    private static JsonObject Attribute(
        string name, string type = "string", bool isRequired = false, bool isExact = false, string mutability = "readWrite", string uniqueness = "none") => new()
        {
            ["name"] = name,
            ["type"] = type,
            ["multiValued"] = false,
            ["required"] = isRequired,
            ["caseExact"] = isExact,
            ["mutability"] = mutability,
            ["returned"] = "default",
            ["uniqueness"] = uniqueness,
        };

    private static JsonObject Complex(string name, bool isMany, params ReadOnlySpan<JsonNode> parts)
    {
        var attribute = Attribute(name, type: "complex");
        attribute["multiValued"] = isMany;
        attribute["subAttributes"] = new JsonArray([.. parts]);
        return attribute;
    }
}
