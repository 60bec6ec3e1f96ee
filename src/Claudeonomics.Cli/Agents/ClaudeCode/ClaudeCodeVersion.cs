using System.Buffers.Text;

namespace Claudeonomics.Cli.Agents.ClaudeCode;

/// <summary>What is known of how single versions log.</summary>
internal static class ClaudeCodeVersion
{
    /// <summary>2.0.64 to 2.1.77 wrote many answers while they began and not again when they ended: their output is a few tokens where hundreds
    /// were billed. A line with a stop reason is whole in any version.</summary>
    /// <param name="version">Such as <c>2.1.30</c>; empty when the line has none.</param>
    public static bool LogsPlaceholders(ReadOnlySpan<byte> version)
    {
        Span<int> parts = stackalloc int[3];
        foreach (ref var part in parts)
        {
            if (!Utf8Parser.TryParse(version, out part, out var used))
            {
                return false;
            }

            version = version.Length > used ? version[(used + 1)..] : default;
        }

        var number = (((parts[0] * 1000L) + parts[1]) * 1000) + parts[2];
        return number is >= 2_000_064 and < 2_001_078;
    }
}
