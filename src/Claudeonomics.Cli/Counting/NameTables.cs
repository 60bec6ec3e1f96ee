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

    public IdTable Requests { get; private set; } = new();

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

    /// <summary>Lets go of request ids that no observation has any more, and numbers the others anew.</summary>
    public void KeepRequestsOf(ObservationTable observations)
    {
        var kept = new IdTable();
        for (var number = 0; number < observations.Count; number++)
        {
            ref var observation = ref observations[number];
            observation.Request = kept.Add(Requests[observation.Request]);
        }

        Requests = kept;
    }

    /// <summary>Takes so many request ids for known, which stand elsewhere.</summary>
    public void KnowRequests(int count) => Requests = new(count);

    /// <summary>Writes what was named since the given numbers, but for the request ids.</summary>
    public void Write(BinaryWriter to, NameCounts since)
    {
        Words.Write(to, since.Words);
        Conversations.Write(to, since.Conversations);
        Projects.Write(to, since.Projects);
        to.Write(Origins.Count - since.Origins);
        foreach (var origin in Origins.Skip(since.Origins))
        {
            to.Write(origin.Agent);
            to.Write(origin.Provider);
            to.Write(origin.Model);
        }
    }

    /// <summary>Adds what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader from)
    {
        Words.Read(from);
        Conversations.Read(from);
        Projects.Read(from);
        for (var count = from.ReadInt32(); count > 0; count--)
        {
            OriginOf(Word(from.ReadString()), Encoding.UTF8.GetBytes(from.ReadString()), Encoding.UTF8.GetBytes(from.ReadString()));
        }
    }

    public NameCounts Counts => new(Words.Count, Conversations.Count, Projects.Count, Origins.Count, Requests.Count);

    private int Word(string text) => Words.Of(Encoding.UTF8.GetBytes(text));

    private string Text(int word) => Encoding.UTF8.GetString(Words[word]);
}

/// <summary>How many names there are of each kind.</summary>
internal readonly record struct NameCounts(int Words, int Conversations, int Projects, int Origins, int Requests)
{
    /// <summary>Those of empty tables: number 0 is the empty text in each.</summary>
    public static NameCounts None { get; } = new(1, 1, 1, 0, 0);

    public void Write(BinaryWriter to)
    {
        to.Write(Words);
        to.Write(Conversations);
        to.Write(Projects);
        to.Write(Origins);
        to.Write(Requests);
    }

    public static NameCounts Read(BinaryReader from) =>
        new(from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32());
}
