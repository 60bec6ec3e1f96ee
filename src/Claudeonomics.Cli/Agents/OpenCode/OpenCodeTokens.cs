using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.OpenCode;

/// <summary>The counts of one answer. Input is without caches; whether output is without reasoning depends on the release.</summary>
internal readonly record struct OpenCodeTokens(TokenUsage Usage, bool IsReadable, UnreadReason? Problem)
{
    private static readonly JsonFields Fields = new("input", "output", "reasoning", "cache/read", "cache/write", "total");

    /// <summary>Whether there is something to count. A message has zeros until it is answered.</summary>
    public bool IsCall => IsReadable && Usage.TotalTokens > 0;

    /// <param name="isWithoutReasoning">Output is known to be without reasoning.</param>
    public static OpenCodeTokens Read(ReadOnlySpan<byte> json, bool isWithoutReasoning, ReadOnlySpan<byte> provider)
    {
        if (!Fields.TryRead(json, out var record))
        {
            return new(default, false, null);
        }

        var counts = default(Counts);
        var (input, output, reasoning) = (Count(record, "input", ref counts), Count(record, "output", ref counts), Count(record, "reasoning", ref counts));
        var (read, write) = (Count(record, "cache/read", ref counts), Count(record, "cache/write", ref counts));
        var total = Count(record, "total", ref counts);
        var beside = isWithoutReasoning || reasoning > output || total switch
        {
            // Releases before 1.2 write no total. Their output is what the provider calls so.
            0 => TellsReasoningBeside(provider),
            _ => total != input + read + write + output,
        };
        return new(new(input, read, 0, 0, write, output + (beside ? reasoning : 0), reasoning), counts.AreReadable, counts.Problem);
    }

    private static bool TellsReasoningBeside(ReadOnlySpan<byte> provider) => provider.StartsWith("google"u8) || provider.SequenceEqual("xai"u8);

    private static long Count(in JsonRecord record, string path, ref Counts counts) => record.Number(path) is { IsEmpty: false } number ? counts.Parse(number) : 0;
}
