using System.Buffers;
using System.Text;

namespace Claudeonomics.Core.Tools;

/// <summary>What extends an agent. The numbers are stored and never change their meaning.</summary>
public enum ToolKind : byte
{
    Skill = 1,
    Plugin = 2,

    /// <summary>A tool server (MCP).</summary>
    Server = 3,
}

/// <summary>Names of skills, plugins and tool servers, as agents report them.</summary>
/// <remarks>Samples: <c>pdf</c>, <c>code-review</c>, <c>example-plugins:commit</c>, <c>github</c>. A path, an address, an e-mail or a sentence does not fit.</remarks>
public static class ToolName
{
    public const int MaxBytes = 64;

    private static readonly SearchValues<byte> Fit = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:"u8);

    // What agents say in place of a name that they keep to themselves, and of their own parts.
    private static readonly string[] Withheld = ["custom", "third-party", "unknown", "none", "builtin", "built-in", "mcp_tool"];

    /// <summary>Reads a name: 1 to 64 ASCII letters, digits and <c>- _ . :</c>, beginning with a letter, in small letters from here on.</summary>
    /// <param name="utf8">As it was sent.</param>
    /// <returns><see langword="null"/> for what is no name, or stands for one that was withheld.</returns>
    public static string? Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8.Length > MaxBytes || !char.IsAsciiLetter((char)utf8[0]) || utf8.ContainsAnyExcept(Fit))
        {
            return null;
        }

        var name = Encoding.ASCII.GetString(utf8).ToLowerInvariant();
        return Withheld.Contains(name) ? null : name;
    }

    /// <summary>The server in a tool's name such as <c>mcp__github__create_issue</c>; empty in any other.</summary>
    public static ReadOnlySpan<byte> ServerOf(ReadOnlySpan<byte> tool)
    {
        if (!tool.StartsWith("mcp__"u8))
        {
            return default;
        }

        var rest = tool["mcp__"u8.Length..];
        var end = rest.IndexOf("__"u8);
        return end <= 0 ? default : rest[..end];
    }
}
