namespace Claudeonomics.Server.Operations;

/// <summary>Tells what programs ask for from what people look at.</summary>
public static class RequestKind
{
    /// <summary>API, intake and machine endpoints: they answer errors as problem details and need no page headers.</summary>
    public static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal) || IsIntake(path)
        || path.StartsWithSegments("/openapi", StringComparison.Ordinal) || path.StartsWithSegments("/scim", StringComparison.OrdinalIgnoreCase);

    /// <summary>OTLP, with its own error bodies. The specification's gRPC paths start with the package name.</summary>
    public static bool IsIntake(PathString path) =>
        path.StartsWithSegments("/v1", StringComparison.Ordinal) || path.StartsWithSegments("/k", StringComparison.Ordinal)
        || (path.Value ?? "").StartsWith("/opentelemetry.", StringComparison.Ordinal);

    /// <summary>The header in which a page's script says that nobody did anything for what it asks now.</summary>
    private const string ByItselfHeader = "Asked-By-Itself";

    /// <summary>What an open page goes on asking for: nobody need sit before it, so it keeps no session from ending. Browsers mark streams themselves.</summary>
    public static bool IsByItself(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.ContainsKey(ByItselfHeader) || request.Headers.Accept is ["text/event-stream"];
    }
}
