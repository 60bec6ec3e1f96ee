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
}
