using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

internal enum DecodeResult
{
    Done,

    /// <summary>The body is no protobuf of this kind. Nothing of it counts.</summary>
    Malformed,

    /// <summary>It holds more facts than one request may.</summary>
    TooManyFacts,
}

/// <summary>What records of one scope have in common.</summary>
internal readonly ref struct DecodeScope(
    ReadOnlySpan<byte> body, Extent resource, Extent scopeName, AgentMapper? mapper, AttributeSet attributes, FactSink sink)
{
    public ReadOnlySpan<byte> Body { get; } = body;

    public Extent Resource { get; } = resource;

    public Extent ScopeName { get; } = scopeName;

    /// <summary>Whose scope it is; <see langword="null"/> when no agent's own.</summary>
    public AgentMapper? Mapper { get; } = mapper;

    public AttributeSet Attributes { get; } = attributes;

    public FactSink Sink { get; } = sink;
}

/// <summary>Walks an export request: resources, their scopes, and in them what the signal is about.</summary>
/// <remarks>
/// One pass over contiguous bytes, no object model, no allocation per record. Fields may come in any order, as protobuf allows:
/// a resource is looked for before its scopes are read, a scope before its items.
/// </remarks>
internal abstract class SignalDecoder(MapperRegistry registry)
{
    /// <summary>More attributes than this on one record are an error of its sender; the record is dropped.</summary>
    public const int MaxAttributes = 1_024;

    protected MapperRegistry Registry { get; } = registry;

    /// <param name="body">A whole Export*ServiceRequest.</param>
    /// <param name="attributes">Room for the attributes of one record; reused.</param>
    /// <param name="sink">Receives facts and counts what became of each record.</param>
    /// <param name="maxFacts">How many facts one request may hold.</param>
    public DecodeResult Decode(ReadOnlySpan<byte> body, AttributeSet attributes, FactSink sink, int maxFacts)
    {
        var request = new ProtoReader(body, new Extent(0, body.Length));
        while (request.Next(out var tag))
        {
            if (tag != Fields.Envelope.Resources)
            {
                request.Skip(tag);
            }
            else if (ReadResource(body, request.Bytes(), attributes, sink, maxFacts) is not DecodeResult.Done and var failed)
            {
                return failed;
            }
        }

        return request.IsMalformed ? DecodeResult.Malformed : DecodeResult.Done;
    }

    /// <summary>Reads one log record, metric or span.</summary>
    /// <returns><see langword="false"/> when it is malformed.</returns>
    protected abstract bool ReadItem(in DecodeScope scope, Extent item);

    private DecodeResult ReadResource(
        ReadOnlySpan<byte> body, Extent message, AttributeSet attributes, FactSink sink, int maxFacts)
    {
        attributes.Begin(AttributeLayer.Resource);
        if (!TryFind(body, message, Fields.Envelope.Resource, out var resource)
            || !ReadAttributes(body, resource, Fields.Resource.Attributes, attributes, AttributeLayer.Resource))
        {
            return DecodeResult.Malformed;
        }

        var reader = new ProtoReader(body, message);
        while (reader.Next(out var tag))
        {
            if (tag != Fields.Envelope.Scopes)
            {
                reader.Skip(tag);
            }
            else if (ReadScope(body, reader.Bytes(), resource, attributes, sink, maxFacts) is not DecodeResult.Done and var failed)
            {
                return failed;
            }
        }

        return reader.IsMalformed ? DecodeResult.Malformed : DecodeResult.Done;
    }

    private DecodeResult ReadScope(
        ReadOnlySpan<byte> body, Extent message, Extent resource, AttributeSet attributes, FactSink sink, int maxFacts)
    {
        attributes.Begin(AttributeLayer.Scope);
        attributes.Begin(AttributeLayer.Record);
        if (!TryFind(body, message, Fields.Envelope.Scope, out var scope)
            || !ReadAttributes(body, scope, Fields.Scope.Attributes, attributes, AttributeLayer.Scope)
            || !TryFind(body, scope, Fields.Scope.Name, out var name))
        {
            return DecodeResult.Malformed;
        }

        ref readonly var named = ref attributes[sink.Names.ServiceName];
        var service = named.Kind is ValueKind.Text ? named.Text.Of(body) : default;
        var common = new DecodeScope(
            body, resource, name, Registry.ForScope(name.Of(body), service), attributes, sink);
        var reader = new ProtoReader(body, message);
        while (reader.Next(out var tag))
        {
            if (tag != Fields.Envelope.Items)
            {
                reader.Skip(tag);
            }
            else if (!ReadItem(common, reader.Bytes()))
            {
                return DecodeResult.Malformed;
            }
            else if (sink.Facts.Count > maxFacts)
            {
                return DecodeResult.TooManyFacts;
            }
        }

        return reader.IsMalformed ? DecodeResult.Malformed : DecodeResult.Done;
    }

    // The last occurrence, as protobuf has it for strings; encoders write one.
    private static bool TryFind(ReadOnlySpan<byte> body, Extent message, uint field, out Extent found)
    {
        found = default;
        var reader = new ProtoReader(body, message);
        while (reader.Next(out var tag))
        {
            if (tag == field)
            {
                found = reader.Bytes();
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return !reader.IsMalformed;
    }

    private static bool ReadAttributes(
        ReadOnlySpan<byte> body, Extent message, uint field, AttributeSet attributes, AttributeLayer layer)
    {
        var reader = new ProtoReader(body, message);
        while (reader.Next(out var tag))
        {
            if (tag != field)
            {
                reader.Skip(tag);
            }
            else if (!AttributeReader.Read(ref reader, body, attributes, layer))
            {
                return false;
            }
        }

        return !reader.IsMalformed;
    }
}
