namespace Claudeonomics.Server.Operations;

/// <summary>Refuses changes that another site's page asks a signed-in browser to make.</summary>
/// <remarks>
/// Browsers name the asking page's origin on every request that is not a plain read; programs send none, and one with a key is
/// believed whatever it sends: no page can add a key to somebody else's request. Forms carry an antiforgery token besides; this also
/// covers JSON, which has no place for one.
/// </remarks>
public static class SameOrigin
{
    public static void UseSameOrigin(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use(static async (context, next) =>
        {
            if (IsForeignChange(context.Request))
            {
                await TypedResults.Problem("This request comes from another site's page.", statusCode: StatusCodes.Status403Forbidden)
                    .ExecuteAsync(context);
                return;
            }

            await next(context);
        });
    }

    internal static bool IsForeignChange(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            || request.Headers.Authorization.Count > 0)
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
        }

        // Only the host is compared: behind a proxy that ends TLS the scheme here may not be the one the browser saw.
        return !Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
