namespace Claudeonomics.Server.People;

/// <summary>What a browser is called, out of what it says of itself: enough for its owner to tell it from another, and no more.</summary>
internal static class BrowserFamily
{
    public const string Other = "another program";

    // Each says the names of those that it wants to be taken for, so the more particular come first:
    //   Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0
    private static readonly (string Sign, string Name)[] Signs =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    public static string Of(string? userAgent) =>
        Signs.FirstOrDefault(known => userAgent?.Contains(known.Sign, StringComparison.Ordinal) is true).Name ?? Other;
}
