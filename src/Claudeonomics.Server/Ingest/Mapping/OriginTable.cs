using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Turns names in a body into shared <see cref="CallOrigin"/>s: the only strings that survive the intake.</summary>
/// <remarks>
/// Names must fit narrow patterns, so that nobody's words get in under a model's name, and their number is bounded, so that
/// nobody fills the memory with them: past 2,000 models, 200 agents, 50 providers or 20,000 combinations a name is
/// <see cref="CallOrigin.Other"/>. Safe for many threads; names already met cost a look-up and no allocation.
/// </remarks>
internal sealed class OriginTable
{
    public const int MaxModels = 2_000;
    public const int MaxAgents = 200;
    public const int MaxProviders = 50;
    public const int MaxOrigins = 20_000;
    private const int MaxModelLength = 128;
    private const int MaxNameLength = 64;

    private static readonly SearchValues<byte> ModelBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/@+[]-"u8);

    // Narrower than a model: an agent's name comes from a resource anybody can label.
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"u8);

    private readonly ConcurrentDictionary<Entry, Entry>.AlternateLookup<Names> _entries =
        new ConcurrentDictionary<Entry, Entry>(NamesComparer.Instance).GetAlternateLookup<Names>();

    private readonly Lock _growing = new();
    private readonly HashSet<string> _models = [CallOrigin.UnknownModel, CallOrigin.Other];
    private readonly HashSet<string> _agents = [CallOrigin.UnknownModel, CallOrigin.Other];
    private readonly HashSet<string> _providers = [""];
    private int _count;

    /// <param name="agents">Agents that have a mapper: a flood of made-up ones does not crowd them out.</param>
    public OriginTable(IEnumerable<string> agents)
    {
        foreach (var agent in agents)
        {
            _agents.Add(agent);
        }
    }

    /// <param name="agent">UTF-8; <c>unknown</c> when it does not fit its pattern.</param>
    /// <param name="provider">UTF-8; empty when absent or when it does not fit its pattern.</param>
    /// <param name="model">UTF-8; <see cref="CallOrigin.UnknownModel"/> when absent or when it does not fit its pattern.</param>
    public Entry Of(ReadOnlySpan<byte> agent, ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model)
    {
        var names = new Names(
            Fits(agent, NameBytes, MaxNameLength) ? agent : "unknown"u8,
            Fits(provider, NameBytes, MaxNameLength) ? provider : default,
            Fits(model, ModelBytes, MaxModelLength) ? model : "unknown"u8);
        return _entries.TryGetValue(names, out var entry) ? entry : Add(names);
    }

    private static bool Fits(ReadOnlySpan<byte> name, SearchValues<byte> allowed, int maxLength) =>
        !name.IsEmpty && name.Length <= maxLength && !name.ContainsAnyExcept(allowed);

    private Entry Add(in Names names)
    {
        lock (_growing)
        {
            var agent = Bounded(_agents, Encoding.UTF8.GetString(names.Agent), MaxAgents);
            var provider = Bounded(_providers, Encoding.UTF8.GetString(names.Provider), MaxProviders);
            var model = Bounded(_models, Encoding.UTF8.GetString(names.Model), MaxModels);
            if (_count >= MaxOrigins)
            {
                (provider, model) = ("", CallOrigin.Other);
            }

            var origin = new CallOrigin(agent, provider, model);
            var entry = new Entry(origin);
            var own = new Names(entry.Agent, entry.Provider, entry.Model);
            if (_entries.TryGetValue(own, out var existing))
            {
                return existing;
            }

            _entries.Dictionary.TryAdd(entry, entry);
            _count++;
            return entry;
        }
    }

    private static string Bounded(HashSet<string> known, string name, int max)
    {
        if (known.Contains(name))
        {
            return name;
        }

        if (known.Count >= max)
        {
            return CallOrigin.Other;
        }

        known.Add(name);
        return name;
    }

    /// <summary>An origin with its names as bodies spell them.</summary>
    internal sealed class Entry(CallOrigin origin)
    {
        public byte[] Agent { get; } = Encoding.UTF8.GetBytes(origin.Agent);

        public byte[] Provider { get; } = Encoding.UTF8.GetBytes(origin.Provider);

        public byte[] Model { get; } = Encoding.UTF8.GetBytes(origin.Model);

        public CallOrigin Origin { get; } = origin;

        public bool Is(ReadOnlySpan<byte> agent, ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model) =>
            model.SequenceEqual(Model) && agent.SequenceEqual(Agent) && provider.SequenceEqual(Provider);
    }

    private readonly ref struct Names(ReadOnlySpan<byte> agent, ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model)
    {
        public ReadOnlySpan<byte> Agent { get; } = agent;

        public ReadOnlySpan<byte> Provider { get; } = provider;

        public ReadOnlySpan<byte> Model { get; } = model;
    }

    private sealed class NamesComparer : IEqualityComparer<Entry>, IAlternateEqualityComparer<Names, Entry>
    {
        public static readonly NamesComparer Instance = new();

        public bool Equals(Entry? x, Entry? y) => x!.Origin == y!.Origin;

        public bool Equals(Names alternate, Entry other) => other.Is(alternate.Agent, alternate.Provider, alternate.Model);

        public int GetHashCode(Entry entry) => GetHashCode(new Names(entry.Agent, entry.Provider, entry.Model));

        public int GetHashCode(Names alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate.Agent);
            hash.AddBytes(alternate.Provider);
            hash.AddBytes(alternate.Model);
            return hash.ToHashCode();
        }

        public Entry Create(Names alternate) => throw new NotSupportedException("Entries are added whole.");
    }
}
