using System.Runtime.InteropServices;

namespace Claudeonomics.Cli.Terminal;

/// <summary>Consoles of Windows obey escape sequences only when asked to.</summary>
internal static partial class WindowsConsole
{
    private const int StandardOutput = -11;
    private const uint ProcessSequences = 0x4;

    /// <returns>True on other systems, and where Windows agreed.</returns>
    public static bool UnderstandsSequences()
    {
        if (!OperatingSystem.IsWindows())
        {
            return true;
        }

        Console.OutputEncoding = System.Text.Encoding.UTF8;
        var output = GetStdHandle(StandardOutput);
        return GetConsoleMode(output, out var mode) && SetConsoleMode(output, mode | ProcessSequences);
    }

    [LibraryImport("kernel32")]
    private static partial IntPtr GetStdHandle(int handle);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(IntPtr handle, out uint mode);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(IntPtr handle, uint mode);
}
