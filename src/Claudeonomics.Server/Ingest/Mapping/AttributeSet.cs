namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>What an attribute's value is, as far as mappers care.</summary>
internal enum ValueKind : byte
{
    /// <summary>The attribute is not there, or has no value.</summary>
    Absent = 0,
    Text,
    Integer,
    Double,
    Boolean,

    /// <summary>An array, a map or bytes: there, but nothing that a mapper reads.</summary>
    Other,
}

/// <summary>Where an attribute was found. The nearest to the record wins.</summary>
internal enum AttributeLayer
{
    Record = 0,
    Scope = 1,
    Resource = 2,
}

/// <summary>A part of the body.</summary>
internal readonly record struct Extent(int Offset, int Length)
{
    public int End => Offset + Length;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body.Slice(Offset, Length);
}

/// <summary>One attribute's value: a number, or where in the body the text is.</summary>
internal struct AttributeValue
{
    public ulong Stamp;
    public ValueKind Kind;
    public Extent Text;

    /// <summary>An integer, the bits of a double, or 1 for true.</summary>
    public long Bits;
}

/// <summary>The attributes of the present record, its scope and its resource that mappers ask for.</summary>
/// <remarks>
/// Reused for every record of every body: a slot counts only if it bears the stamp of the present record (scope, resource), so
/// that nothing has to be cleared. Memory: 32 bytes a name and layer.
/// </remarks>
internal sealed class AttributeSet(NameTable names)
{
    private const int Layers = 3;
    private static readonly AttributeValue Absent;
    private readonly AttributeValue[] _values = new AttributeValue[names.Count * Layers];
    private readonly int _count = names.Count;
    private readonly ulong[] _stamps = [1, 1, 1];
    private ulong _lastStamp = 1;

    public NameTable Names => names;

    /// <summary>Forgets what the layer held.</summary>
    public void Begin(AttributeLayer layer) => _stamps[(int)layer] = ++_lastStamp;

    /// <summary>The slot for an attribute of the layer, stamped and to be filled.</summary>
    public ref AttributeValue Put(AttributeLayer layer, int place)
    {
        ref var value = ref _values[((int)layer * _count) + place];
        value.Stamp = _stamps[(int)layer];
        return ref value;
    }

    /// <summary>The value nearest to the record; <see cref="ValueKind.Absent"/> when no layer has it.</summary>
    public ref readonly AttributeValue this[AttributeName name]
    {
        get
        {
            for (int layer = 0, at = name.Place; layer < Layers; layer++, at += _count)
            {
                ref readonly var value = ref _values[at];
                if (value.Stamp == _stamps[layer])
                {
                    return ref value;
                }
            }

            return ref Absent;
        }
    }
}
