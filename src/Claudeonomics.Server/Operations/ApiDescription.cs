using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Claudeonomics.Server.Operations;

/// <summary>What the routes cannot say of themselves in <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    private const string Scheme = "key";

    public static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Claudeonomics",
            Version = "v1",
            Description = "Times are ISO 8601 UTC, days are yyyy-MM-dd, tokens are integers, money is listCostUsd in dollars at list price "
                + "(null when unpriced). Errors are RFC 9457 problem details. Lists page by limit and after.",
        };
        // The address that somebody happened to ask at is nobody else's.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An ingest, read or admin key: Authorization: Bearer cn_...",
            },
        };
        document.Security = [new() { [new(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }
}
