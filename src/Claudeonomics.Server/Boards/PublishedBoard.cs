using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Trust;

namespace Claudeonomics.Server.Boards;

/// <summary>A snapshot as bytes: written once, compressed once for the first who asks, sent as often as anybody wants.</summary>
internal sealed class PublishedBoard
{
    private readonly byte[] _population;
    private IReadOnlyList<string>? _few;
    private readonly Row[] _rows;
    private readonly byte[] _contentHash;
    private readonly Lazy<byte[]> _gzip;
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _boardEvent;

    private PublishedBoard(BoardSnapshot snapshot, byte[] population, Row[] rows, byte[] contentHash, PublishedBoard? before)
    {
        (Snapshot, _population, _rows, _contentHash) = (snapshot, population, rows, contentHash);
        Json = Write(snapshot, previous: null, population, rows, removed: null);
        Tag = new(Convert.ToHexStringLower(SHA256.HashData(Json).AsSpan(0, 12)));
        Patch = before is null ? [] : EventOf("patch"u8, snapshot.Sequence, PatchFrom(before));
        _gzip = new(() => Compress(Json, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)));
        _brotli = new(() => Compress(Json, stream => new BrotliStream(stream, CompressionLevel.Optimal, leaveOpen: true)));
        _boardEvent = new(() => EventOf("board"u8, snapshot.Sequence, Json));
    }

    public BoardSnapshot Snapshot { get; }

    /// <summary>Whom it singles out: the people in a list of at most <see cref="Shown.FewRows"/>.</summary>
    public IReadOnlyList<string> Few => _few ??= FewOf(Snapshot);

    public byte[] Json { get; }

    /// <summary>Made on first demand: most boards are asked for in one coding.</summary>
    public byte[] Gzip => _gzip.Value;

    public byte[] Brotli => _brotli.Value;

    public EntityTag Tag { get; }

    /// <summary>The whole board as a server-sent event.</summary>
    public byte[] BoardEvent => _boardEvent.Value;

    /// <summary>What changed since the sequence before, as a server-sent event; empty for the first.</summary>
    public byte[] Patch { get; }

    /// <summary>The same board with other rows.</summary>
    public byte[] JsonOf(IEnumerable<Standing> standings, Func<Standing, StandingJson> rowOf) => Write(
        Snapshot, previous: null, _population,
        [.. standings.Select(standing => new Row(standing.Id, JsonSerializer.SerializeToUtf8Bytes(rowOf(standing), BoardJson.Default.StandingJson)))], removed: null);

    internal static IReadOnlyList<string> FewOf(BoardSnapshot snapshot) =>
        snapshot.Query.Subject is BoardSubject.Person && snapshot.Standings.Count <= Shown.FewRows ? [.. snapshot.Standings.Select(static standing => standing.Id)] : [];

    /// <summary>The next state of a board: the same object if nothing that is shown has changed.</summary>
    /// <param name="before">Of the same query, or <see langword="null"/>.</param>
    /// <param name="firstSequence">Number of a board that has no state before.</param>
    public static PublishedBoard Publish(BuiltBoard built, PublishedBoard? before, long firstSequence, string priceBook, DateTimeOffset now)
    {
        var population = JsonSerializer.SerializeToUtf8Bytes(PopulationJson.Of(built.Population), BoardJson.Default.PopulationJson);
        var rows = built.Standings
            .Select(s => new Row(s.Id, JsonSerializer.SerializeToUtf8Bytes(StandingJson.Of(s, built.Query.Subject), BoardJson.Default.StandingJson)))
            .ToArray();
        var hash = HashOf(built, priceBook, population, rows);
        if (before is not null && hash.AsSpan().SequenceEqual(before._contentHash))
        {
            return before;
        }

        var sequence = before is null ? firstSequence : before.Snapshot.Sequence + 1;
        var snapshot = new BoardSnapshot(
            built.Query, now, built.Rules.Version, priceBook, sequence, built.Population, built.Listed, built.Standings, built.Focus);
        return new(snapshot, population, rows, hash, before);
    }

    private static byte[] HashOf(BuiltBoard built, string priceBook, byte[] population, Row[] rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{built.Rules.Version} {priceBook} {built.Listed} {built.Query.Window} {built.Focus}"));
        hash.AppendData(population);
        foreach (var row in rows)
        {
            hash.AppendData(row.Json);
        }

        return hash.GetHashAndReset();
    }

    private byte[] PatchFrom(PublishedBoard before)
    {
        var known = before._rows.ToDictionary(r => r.Id, r => r.Json, StringComparer.Ordinal);
        var changed = _rows.Where(r => !known.TryGetValue(r.Id, out var json) || !json.AsSpan().SequenceEqual(r.Json)).ToArray();
        var here = _rows.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var removed = before._rows.Select(r => r.Id).Where(id => !here.Contains(id)).ToArray();
        return Write(Snapshot, before.Snapshot.Sequence, _population, changed, removed);
    }

    // The board, and with a previous sequence the patch: the same members, the changed rows only, and who is gone.
    private static byte[] Write(BoardSnapshot snapshot, long? previous, byte[] population, Row[] rows, string[]? removed)
    {
        var buffer = new ArrayBufferWriter<byte>(4096 + population.Length + rows.Sum(r => r.Json.Length + 1));
        using var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("board", snapshot.Query.Board);
        json.WriteString("by", snapshot.Query.Subject is BoardSubject.Team ? "team" : "person");
        json.WritePropertyName("window");
        JsonSerializer.Serialize(json, WindowJson.Of(snapshot.Query.Window), BoardJson.Default.WindowJson);
        json.WriteString("generatedAt", snapshot.GeneratedAt.UtcDateTime);
        json.WriteString("rulesVersion", snapshot.RulesVersion);
        json.WriteString("priceBook", snapshot.PriceBook);
        json.WriteNumber("sequence", snapshot.Sequence);
        if (previous is { } sequence)
        {
            json.WriteNumber("previousSequence", sequence);
        }

        json.WriteNumber("listed", snapshot.Listed);
        json.WritePropertyName("focus");
        JsonSerializer.Serialize(json, FocusJson.Of(snapshot.Focus), BoardJson.Default.FocusJson);
        json.WritePropertyName("population");
        json.WriteRawValue(population, skipInputValidation: true);
        json.WriteStartArray("standings");
        foreach (var row in rows)
        {
            json.WriteRawValue(row.Json, skipInputValidation: true);
        }

        json.WriteEndArray();
        if (removed is not null)
        {
            json.WriteStartArray("removed");
            foreach (var id in removed)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    internal static byte[] EventOf(ReadOnlySpan<byte> name, long sequence, byte[] json) =>
        [.. "event: "u8, .. name, .. "\nid: "u8, .. System.Text.Encoding.ASCII.GetBytes(sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. "\ndata: "u8, .. json, .. "\n\n"u8];

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> coding)
    {
        using var compressed = new MemoryStream(plain.Length / 4);
        using (var stream = coding(compressed))
        {
            stream.Write(plain);
        }

        return compressed.ToArray();
    }

    private readonly record struct Row(string Id, byte[] Json);
}
