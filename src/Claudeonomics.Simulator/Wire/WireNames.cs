using Claudeonomics.Simulator.Activity;

namespace Claudeonomics.Simulator.Wire;

/// <summary>What each agent calls the tools.</summary>
internal static class WireNames
{
    public static ReadOnlySpan<byte> ClaudeTool(Tool tool) => tool switch
    {
        Tool.Read => "Read"u8,
        Tool.Bash => "Bash"u8,
        Tool.Edit => "Edit"u8,
        Tool.Write => "Write"u8,
        _ => "Grep"u8,
    };

    // Codex reads, searches and runs by one tool and edits by another.
    public static ReadOnlySpan<byte> CodexTool(Tool tool) => tool is Tool.Edit or Tool.Write ? "apply_patch"u8 : "exec_command"u8;

    public static ReadOnlySpan<byte> GeminiTool(Tool tool) => tool switch
    {
        Tool.Read => "read_file"u8,
        Tool.Bash => "run_shell_command"u8,
        Tool.Edit => "replace"u8,
        Tool.Write => "write_file"u8,
        _ => "search_file_content"u8,
    };
}
