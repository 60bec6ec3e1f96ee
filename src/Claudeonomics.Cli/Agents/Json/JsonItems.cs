namespace Claudeonomics.Cli.Agents.Json;

/// <summary>Goes over the values of an array, each as it is written; over none when it is no array.</summary>
public ref struct JsonItems
{
    private readonly bool _isArray;
    private JsonWalker _walker;

    public JsonItems(ReadOnlySpan<byte> array)
    {
        _walker = new(array);
        _isArray = array is [(byte)'[', ..] && _walker.TryEnterArray();
    }

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!_isArray || !_walker.NextItem())
        {
            return false;
        }

        Current = _walker.ReadRaw();
        return !_walker.IsBroken;
    }
}

/// <summary>Goes over the properties of an object, each value as it is written; over none when it is no object.</summary>
public ref struct JsonMembers
{
    private readonly bool _isObject;
    private JsonWalker _walker;

    public JsonMembers(ReadOnlySpan<byte> members)
    {
        _walker = new(members);
        _isObject = members is [(byte)'{', ..] && _walker.TryEnterObject();
    }

    public JsonMember Current { get; private set; }

    public readonly JsonMembers GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!_isObject || !_walker.NextProperty(out var name))
        {
            return false;
        }

        Current = new(name, _walker.ReadRaw());
        return !_walker.IsBroken;
    }
}

/// <summary>A property and its value as it is written.</summary>
public readonly ref struct JsonMember(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public ReadOnlySpan<byte> Value { get; } = value;
}
