using Claudeonomics.Core.Fold;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.Storage.Embedded.Rollups;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Rows of one key found in their block, against reading all of them.</summary>
public sealed class RollupBlocksTests : IDisposable
{
    private const int Day = 739_000;
    private const long Segment = 7;
    private readonly string _folder = Directory.CreateTempSubdirectory("claudeonomics-blocks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Find_EachConversationAndOneBesides_GivesWhatReadingAllGives()
    {
        var random = new Random(11);
        var written = Enumerable.Range(0, 3_000).Select(_ => Piece(random))
            .DistinctBy(static piece => piece.Conversation).OrderBy(static piece => PieceCodec.KeyOf(piece.Conversation)).ToList();
        var blocks = new RollupBlocks<ConversationPiece>(new PieceCodec());
        var file = LedgerConnection.FileIn(_folder);
        using var connection = LedgerConnection.OpenToWrite(file);
        LedgerSchema.Ensure(connection, file);
        connection.InTransaction(() => blocks.Write(connection, Day, Segment, written));

        var all = blocks.Read(connection, Day, Segment).ToList();
        Assert.Equal(written.Select(Text), all.Select(Text));
        foreach (var piece in all)
        {
            Assert.Equal([Text(piece)], blocks.Find(connection, Day, Segment, PieceCodec.KeyOf(piece.Conversation)).Select(Text));
            Assert.Empty(blocks.Find(connection, Day, Segment, PieceCodec.KeyOf(piece.Conversation + 1)));
        }
    }

    private static ConversationPiece Piece(Random random) => new(
        unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
        Day,
        (ConversationTraits)random.Next(4),
        [.. Ascending(random, 3, 1_000_000).Select(static identity => (int)identity)],
        [.. Ascending(random, 40, uint.MaxValue).Select(static fingerprint => (uint)fingerprint)],
        Ascending(random, 10, 1L << 40),
        [.. Ascending(random, 3, 1_000_000).Select(identity => new SupervisionTimes((int)identity, Ascending(random, 5, 1L << 42), Ascending(random, 5, 1L << 42)))]);

    private static long[] Ascending(Random random, int most, long below) =>
        [.. Enumerable.Range(0, random.Next(most)).Select(_ => random.NextInt64(below)).Distinct().Order()];

    private static string Text(ConversationPiece piece) => string.Join(
        " | ",
        piece.Conversation, piece.Day, piece.Traits, string.Join(',', piece.Identities), string.Join(',', piece.Fingerprints), string.Join(',', piece.Batches),
        string.Join(';', piece.Supervision.Select(static times => $"{times.Identity}: {string.Join(',', times.HumanMs)} {string.Join(',', times.ProductiveMs)}")));
}
