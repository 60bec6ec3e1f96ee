namespace Claudeonomics.Cli.Agents;

/// <summary>A model that an agent names with who serves it in front: <c>anthropic:claude-opus-4-6</c>, <c>zai/glm-5.2</c>.</summary>
internal readonly ref struct ModelRoute
{
    private ModelRoute(ReadOnlySpan<byte> provider, ReadOnlySpan<byte> name)
    {
        Provider = provider;
        Name = name;
    }

    /// <summary>Empty when the model is named without.</summary>
    public ReadOnlySpan<byte> Provider { get; }

    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Splits at the first separator; models have separators of their own.</summary>
    public static ModelRoute Of(ReadOnlySpan<byte> model, byte separator)
    {
        var end = model.IndexOf(separator);
        return end < 0 ? new(default, model) : new(model[..end], model[(end + 1)..]);
    }
}
