namespace Claudeonomics.Server.Web;

/// <summary>What every page says at its top about the figures as a whole, such as that the company is simulated.</summary>
public sealed class SiteNotice
{
    private volatile Said? _said;

    /// <summary>What is to be said now; <see langword="null"/>: nothing.</summary>
    public Said? Current => _said;

    /// <param name="text">A sentence or two.</param>
    /// <param name="isPassing">It will be different soon, so open pages ask again.</param>
    public void Say(string text, bool isPassing) => _said = new(text, isPassing);

    public sealed record Said(string Text, bool IsPassing);
}
