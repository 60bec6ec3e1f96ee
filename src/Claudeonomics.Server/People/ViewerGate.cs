using System.Collections.Concurrent;
using System.Security.Claims;
using Claudeonomics.Server.Operations;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.People;

/// <summary>Tells who is looking from a key or a cookie that was seen before, without the pipeline.</summary>
internal sealed class ViewerGate(KeyRing keys, SessionRegister sessions, IOptionsMonitor<CookieAuthenticationOptions> cookies) : IViewerGate
{
    private const string Bearer = "Bearer ";

    // Whole cookie headers of browsers that follow a board, some 500 bytes each; past this many all are forgotten and read anew.
    private const int MaxHeaders = 20_000;

    private readonly ConcurrentDictionary<string, string> _sessionOf = new(StringComparer.Ordinal);

    public Viewer? Find(HttpContext context) => Find(context, isUse: !RequestKind.IsByItself(context.Request));

    public Viewer? FindAgain(HttpContext context) => Find(context, isUse: false);

    private Viewer? Find(HttpContext context, bool isUse)
    {
        ArgumentNullException.ThrowIfNull(context);
        var headers = context.Request.Headers;
        if (headers.Authorization.Count > 0)
        {
            var header = headers.Authorization.ToString();
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? keys.Find(header.AsSpan(Bearer.Length).Trim())?.Viewer
                : null;
        }

        // Cookies may come in several lines.
        return headers.Cookie.Count > 0 && SessionOf(context, headers.Cookie.ToString()) is { } id ? (isUse ? sessions.Use(id) : sessions.Find(id))?.Viewer : null;
    }

    private string? SessionOf(HttpContext context, string header)
    {
        if (_sessionOf.TryGetValue(header, out var known))
        {
            return known;
        }

        var options = cookies.Get(SignIn.CookieScheme);
        if (options.CookieManager.GetRequestCookie(context, options.Cookie.Name!) is not { } value
            || options.TicketDataFormat.Unprotect(value)?.Principal.FindFirstValue(SignIn.SessionClaim) is not { } id)
        {
            return null;
        }

        if (_sessionOf.Count >= MaxHeaders)
        {
            _sessionOf.Clear();
        }

        _sessionOf[header] = id;
        return id;
    }
}
