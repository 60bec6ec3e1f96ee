namespace Claudeonomics.Server.People;

/// <summary>Tells who is looking before anything is routed: boards are read tens of thousands of times a second.</summary>
public interface IViewerGate
{
    /// <summary>Reads the bearer key (read or admin) or the sign-in cookie of a request. Does not allocate for a key or cookie seen lately.</summary>
    /// <returns>Who it is, and that they may read boards; <see langword="null"/> when that needs the whole pipeline to say (no key, a
    /// wrong or revoked one, one that may only write): the request then takes the ordinary way to its 401 or 403.</returns>
    Viewer? Find(HttpContext context);

    /// <summary>The same of a request that goes on, such as a stream: that it is still open is no use that keeps a session from ending.</summary>
    Viewer? FindAgain(HttpContext context) => Find(context);
}
