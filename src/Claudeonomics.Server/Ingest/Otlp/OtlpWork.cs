using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>What one request needs while it is worked on; reused by the next.</summary>
internal sealed class OtlpWork(BodyBudget budget, AttributeSet attributes, FactSink sink)
{
    // Lists that one huge body has grown past this many facts (some 150 bytes each) are not kept.
    private const int MaxIdleFacts = 2_048;

    public OtlpSignal Signal { get; private set; } = null!;

    public OtlpBody Body { get; private set; }

    /// <summary>The body as far as the steps have brought it.</summary>
    public ArraySegment<byte> Bytes { get; set; }

    public PooledBytes Decompressed { get; } = new(budget);

    public PooledBytes Transcoded { get; } = new(budget);

    public AttributeSet Attributes => attributes;

    public FactSink Sink => sink;

    public void Begin(OtlpSignal signal, OtlpBody body, IngestGrant grant, DateTimeOffset now)
    {
        (Signal, Body, Bytes) = (signal, body, body.Bytes);
        sink.Begin(grant, now);
    }

    /// <summary>One huge body has not made it too large to keep.</summary>
    public bool IsWorthKeeping => sink.Facts.Count <= MaxIdleFacts;

    public void GiveBackBuffers()
    {
        Decompressed.Dispose();
        Transcoded.Dispose();
        Body.Room?.Dispose();
        (Body, Bytes) = (default, default);
    }
}
