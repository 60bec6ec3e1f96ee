using Microsoft.Extensions.Primitives;

namespace Claudeonomics.Server.Operations;

/// <summary>What browsers may do with our answers.</summary>
public static class SecurityHeaders
{
    // Everything comes from here and nothing is inline, so an injected tag has nothing to run. data: is for small images in styles.
    private static readonly StringValues ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues SameOriginOnly = "same-origin";
    private static readonly StringValues NoStore = "no-cache, no-store";
    private static readonly StringValues NoDevices = "camera=(), geolocation=(), microphone=()";

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use(static (context, next) =>
        {
            // What may be kept, and by whom, says so itself.
            context.Response.Headers.CacheControl = NoStore;
            if (RequestKind.IsForPrograms(context.Request.Path))
            {
                context.Response.Headers.XContentTypeOptions = NoSniff;
            }
            else
            {
                SetForPage(context.Response.Headers);
            }

            return next(context);
        });
    }

    /// <summary>The headers of what people look at.</summary>
    public static void SetForPage(IHeaderDictionary headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XFrameOptions = Deny;
        // Not even for addresses that are secrets "no-referrer": it makes a browser hide the origin of their own form, which
        // SameOrigin then refuses.
        headers["Referrer-Policy"] = SameOriginOnly;
        headers["Permissions-Policy"] = NoDevices;
        headers["Cross-Origin-Opener-Policy"] = SameOriginOnly;
    }
}
