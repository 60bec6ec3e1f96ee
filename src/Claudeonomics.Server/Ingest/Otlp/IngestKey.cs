using Microsoft.Net.Http.Headers;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Finds the key of a request and asks what it allows.</summary>
internal static class IngestKey
{
    public const string RouteValue = "key";
    private const string Scheme = "Bearer ";

    /// <summary>From the path <c>/k/{key}/...</c> where the route has one, else from <c>Authorization: Bearer</c>.</summary>
    /// <returns>The grant, or the outcome that refuses.</returns>
    public static (IngestGrant? Grant, IngestOutcome Refusal) Check(HttpContext http, IIngestGate gate)
    {
        var key = http.Request.RouteValues[RouteValue] as string ?? FromHeader(http.Request.Headers[HeaderNames.Authorization].ToString());
        try
        {
            return gate.Find(key) is { } grant
                ? (grant, default)
                : (null, new(IngestOutcomeKind.Unauthenticated, "No valid ingest key. Send Authorization: Bearer KEY."));
        }
        catch (IngestForbiddenException)
        {
            return (null, new(IngestOutcomeKind.Forbidden, "This key may not write usage."));
        }
    }

    /// <returns>The key, or an empty text.</returns>
    public static string FromHeader(string authorization) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
}
