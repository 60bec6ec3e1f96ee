namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>An attribute that some mapper asks for: its place in every <see cref="AttributeSet"/>.</summary>
internal readonly record struct AttributeName(int Place);

/// <summary>Collects the attributes that mappers ask for. Nothing else of a record is ever read.</summary>
/// <remarks>Filled while the registry is made, then turned into a fixed table.</remarks>
internal sealed class AttributeNames
{
    private readonly List<string> _names = [];

    /// <summary>The attribute's name from now on; the same one for everybody who asks for it.</summary>
    public AttributeName Ask(string name)
    {
        var place = _names.IndexOf(name);
        if (place < 0)
        {
            place = _names.Count;
            _names.Add(name);
        }

        return new(place);
    }

    public NameTable ToTable() => new(_names);
}
