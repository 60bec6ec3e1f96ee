namespace Claudeonomics.Server.Operations;

/// <summary>What browsers may do with our answers.</summary>
public static class SecurityHeaders
{
    // Everything comes from here and nothing is inline, so an injected tag has nothing to run. data: is for small images in styles.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use(static (context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (!RequestKind.IsForPrograms(context.Request.Path))
            {
                headers.ContentSecurityPolicy = ContentSecurityPolicy;
                headers.XFrameOptions = "DENY";
                // Not even for addresses that are secrets "no-referrer": it makes a browser hide the origin of their own form, which
                // SameOrigin then refuses.
                headers["Referrer-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
            }

            return next(context);
        });
    }
}
