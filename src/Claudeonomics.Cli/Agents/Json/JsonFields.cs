using System.Runtime.CompilerServices;
using System.Text;

namespace Claudeonomics.Cli.Agents.Json;

/// <summary>Picks values out of a record by their paths, such as <c>message/usage</c>, in one walk that leaps over everything else.</summary>
/// <remarks>For records of which a handful of values matter. Without state: one instance serves all records of its kind.</remarks>
public sealed class JsonFields
{
    /// <summary>The most paths that one record can be asked for.</summary>
    public const int Most = 24;

    private readonly string[] _paths;
    private readonly Node _root = new();

    /// <param name="paths">Names of properties with slashes between. A path may lead through another one.</param>
    public JsonFields(params ReadOnlySpan<string> paths)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(paths.Length, Most);
        _paths = paths.ToArray();
        for (var index = 0; index < _paths.Length; index++)
        {
            _root.Add(_paths[index].Split('/'), index);
        }
    }

    /// <summary>Walks over an object.</summary>
    /// <returns>False when the text is no object, or is broken.</returns>
    public bool TryRead(ReadOnlySpan<byte> json, out JsonRecord record)
    {
        record = new(json, this);
        var walker = new JsonWalker(json);
        return walker.TryEnterObject() && Read(ref walker, 0, _root, ref record.Found) && walker.IsAtEnd;
    }

    internal int IndexOf(string path)
    {
        var index = Array.IndexOf(_paths, path);
        return index >= 0 ? index : throw new ArgumentException($"{path} is not among the fields that were asked for.", nameof(path));
    }

    private static bool Read(ref JsonWalker json, int start, Node node, ref FoundValues found)
    {
        while (json.NextProperty(out var name))
        {
            if (node.Child(name) is not { } child)
            {
                json.Skip();
                continue;
            }

            var raw = json.ReadRaw();
            var at = start + json.Position - raw.Length;
            if (child.Index >= 0)
            {
                found[child.Index] = new(at, raw.Length);
            }

            var inner = new JsonWalker(raw);
            if (child.HasChildren && raw is [(byte)'{', ..] && inner.TryEnterObject() && !Read(ref inner, at, child, ref found))
            {
                return false;
            }
        }

        return !json.IsBroken;
    }

    private sealed class Node
    {
        private readonly List<(byte[] Name, Node Child)> _children = [];

        public int Index { get; private set; } = -1;

        public bool HasChildren => _children.Count > 0;

        public void Add(ReadOnlySpan<string> path, int index)
        {
            if (path.IsEmpty)
            {
                Index = index;
                return;
            }

            var name = Encoding.UTF8.GetBytes(path[0]);
            var child = Child(name);
            if (child is null)
            {
                child = new();
                _children.Add((name, child));
            }

            child.Add(path[1..], index);
        }

        public Node? Child(ReadOnlySpan<byte> name)
        {
            foreach (var (known, child) in _children)
            {
                if (name.SequenceEqual(known))
                {
                    return child;
                }
            }

            return null;
        }
    }

    internal readonly record struct FoundValue(int Start, int Length);

    [InlineArray(Most)]
    internal struct FoundValues
    {
        private FoundValue _first;
    }
}

/// <summary>The values that <see cref="JsonFields"/> found in one record. A value that is not there reads like <c>null</c>.</summary>
public ref struct JsonRecord
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonFields _fields;

    internal JsonFields.FoundValues Found;

    internal JsonRecord(ReadOnlySpan<byte> json, JsonFields fields)
    {
        _json = json;
        _fields = fields;
    }

    /// <summary>The record as it is written.</summary>
    public readonly ReadOnlySpan<byte> Whole => _json;

    /// <summary>The value as it is written; empty when it is not there.</summary>
    public readonly ReadOnlySpan<byte> Raw(string path)
    {
        var (start, length) = Found[_fields.IndexOf(path)];
        return _json.Slice(start, length);
    }

    /// <summary>Whether it is there and an object.</summary>
    public readonly bool HasObject(string path) => Raw(path) is [(byte)'{', ..];

    public readonly JsonWalker Walk(string path) => new(Raw(path));

    /// <summary>A text, escapes resolved; empty for anything else.</summary>
    public readonly ReadOnlySpan<byte> Text(string path) => Raw(path).IsEmpty ? default : Walk(path).ReadText();

    /// <summary>The values of an array, none for anything else.</summary>
    public readonly JsonItems Items(string path) => new(Raw(path));

    /// <summary>The properties of an object, none for anything else.</summary>
    public readonly JsonMembers Members(string path) => new(Raw(path));

    /// <summary>A number as it is written, or a text that holds one; empty for anything else.</summary>
    public readonly ReadOnlySpan<byte> Number(string path) => Raw(path).IsEmpty ? default : Walk(path).ReadNumber();

    public readonly long? Time(string path) => Raw(path).IsEmpty ? null : Walk(path).ReadTime();

    public readonly bool Is(string path, ReadOnlySpan<byte> text) => Text(path).SequenceEqual(text);
}
