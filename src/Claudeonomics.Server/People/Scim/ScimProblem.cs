using System.Globalization;
using System.Text.Json.Nodes;

namespace Claudeonomics.Server.People.Scim;

/// <summary>A request that cannot be done, as SCIM says it (RFC 7644, section 3.12).</summary>
/// <param name="scimType">One of the RFC's words, or <see langword="null"/> where it has none.</param>
internal sealed class ScimProblemException(int status, string? scimType, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string? ScimType { get; } = scimType;

    public static ScimProblemException InvalidFilter(string detail) => new(StatusCodes.Status400BadRequest, "invalidFilter", detail);

    public static ScimProblemException InvalidPath(string detail) => new(StatusCodes.Status400BadRequest, "invalidPath", detail);

    public static ScimProblemException InvalidValue(string detail) => new(StatusCodes.Status400BadRequest, "invalidValue", detail);

    public static ScimProblemException InvalidSyntax(string detail) => new(StatusCodes.Status400BadRequest, "invalidSyntax", detail);

    public static ScimProblemException NoTarget(string detail) => new(StatusCodes.Status400BadRequest, "noTarget", detail);

    public static ScimProblemException Taken(string detail) => new(StatusCodes.Status409Conflict, "uniqueness", detail);

    public static ScimProblemException NotFound() => new(StatusCodes.Status404NotFound, null, "There is no such resource.");

    /// <summary>The body: the status is text in it.</summary>
    public static JsonObject Body(int status, string? scimType, string detail)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchemas.Error),
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
            ["detail"] = detail,
        };
        if (scimType is not null)
        {
            body["scimType"] = scimType;
        }

        return body;
    }
}
