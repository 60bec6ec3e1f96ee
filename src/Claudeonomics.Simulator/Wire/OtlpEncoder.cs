using System.IO.Compression;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Wire;

/// <summary>Writes exports as the agents' own OTLP bodies: protobuf, compressed on request. Not safe for several threads at once.</summary>
public sealed class OtlpEncoder
{
    private readonly ProtoWriter _writer = new();

    // One per person who was heard of: about 400 bytes each.
    private readonly Dictionary<SimulatedPerson, Installation> _installations = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where a signal goes, relative to the server.</summary>
    public static string PathOf(ExportSignal signal) => signal switch
    {
        ExportSignal.Logs => "v1/logs",
        ExportSignal.Metrics => "v1/metrics",
        _ => "v1/traces",
    };

    /// <summary>The body; valid until the next one is written.</summary>
    public ReadOnlySpan<byte> Encode(in Export export)
    {
        if (!_installations.TryGetValue(export.Person, out var installation))
        {
            _installations[export.Person] = installation = new(export.Person);
        }

        _writer.Clear();
        switch (export.Agent, export.Signal)
        {
            case (AgentKind.ClaudeCode, ExportSignal.Logs):
                ClaudeCodeWire.WriteLogs(_writer, export, installation);
                break;
            case (AgentKind.ClaudeCode, ExportSignal.Metrics):
                ClaudeCodeWire.WriteMetrics(_writer, export, installation);
                break;
            case (AgentKind.Codex, ExportSignal.Logs):
                CodexWire.WriteLogs(_writer, export, installation);
                break;
            case (AgentKind.GeminiCli, ExportSignal.Logs):
                GeminiCliWire.WriteLogs(_writer, export, installation);
                break;
            case (AgentKind.GeminiCli, ExportSignal.Metrics):
                GeminiCliWire.WriteMetrics(_writer, export, installation);
                break;
            case (AgentKind.OpenCode, ExportSignal.Traces):
                GenAiSpanWire.WriteSpans(_writer, export, installation);
                break;
            default:
                throw new ArgumentException($"{export.Agent} sends no {export.Signal}.", nameof(export));
        }

        return _writer.Written;
    }

    /// <summary>The body, compressed.</summary>
    /// <param name="length">Of the body before compression, in bytes.</param>
    public byte[] EncodeGzip(in Export export, CompressionLevel level, out int length)
    {
        var body = Encode(export);
        length = body.Length;
        using var compressed = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(compressed, level, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }
}
