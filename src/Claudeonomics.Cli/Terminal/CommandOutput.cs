using System.Text;
using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Terminal;

/// <summary>A command's standard output: bytes for documents, text for people, and what its other end can show.</summary>
internal sealed class CommandOutput : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    public CommandOutput(Surroundings surroundings)
    {
        Stream = Console.OpenStandardOutput();
        Screen = Screen.OfProcess(surroundings);
        Text = new StreamWriter(Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferBytes);
    }

    public Stream Stream { get; }

    public TextWriter Text { get; }

    public Screen Screen { get; }

    public void Dispose() => Text.Dispose();
}
