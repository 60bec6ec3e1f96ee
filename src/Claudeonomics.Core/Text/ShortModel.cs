namespace Claudeonomics.Core.Text;

/// <summary>A model's name as people say it.</summary>
public static class ShortModel
{
    /// <summary>Claude's models without the maker and with points: <c>claude-opus-4-6</c> reads <c>opus 4.6</c>. Others as they are.</summary>
    /// <param name="model">The canonical name.</param>
    public static string Of(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.StartsWith("claude-", StringComparison.Ordinal))
        {
            return model;
        }

        var name = model["claude-".Length..];
        var digit = name.AsSpan().IndexOfAnyInRange('0', '9');
        return digit < 1 ? name : $"{name[..digit].TrimEnd('-').Replace('-', ' ')} {name[digit..].Replace('-', '.')}";
    }
}
