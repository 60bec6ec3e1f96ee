using System.Buffers;
using System.Text;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Counting;

/// <summary>The texts behind the numbers of observations.</summary>
internal sealed class NameTables
{
    private const int LongestModel = 128;

    private static readonly SearchValues<byte> ModelLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/@+[]-"u8);

    private readonly Dictionary<(int Agent, int Provider, int Model), int> _origins = [];
    private (int Agent, int Provider, int Model) _lastParts = (-1, 0, 0);
    private int _lastOrigin;

    public NameTable Words { get; } = new();

    public NameTable Conversations { get; } = new();

    public NameTable Projects { get; } = new();

    public List<CallOrigin> Origins { get; } = [];

    /// <summary>The number of what was called. A model that no one could have named so is <see cref="CallOrigin.UnknownModel"/>.</summary>
    public int OriginOf(int agent, ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model)
    {
        var named = model.Length <= LongestModel && model.IndexOfAnyExcept(ModelLetters) < 0 ? model : default;
        var parts = (agent, Words.Of(provider), Words.Of(named.IsEmpty ? "unknown"u8 : named));
        if (parts == _lastParts)
        {
            return _lastOrigin;
        }

        if (!_origins.TryGetValue(parts, out var number))
        {
            number = Origins.Count;
            Origins.Add(new(Text(parts.Item1), Text(parts.Item2), Text(parts.Item3)));
            _origins.Add(parts, number);
        }

        _lastParts = parts;
        return _lastOrigin = number;
    }

    private string Text(int word) => Encoding.UTF8.GetString(Words[word]);
}
