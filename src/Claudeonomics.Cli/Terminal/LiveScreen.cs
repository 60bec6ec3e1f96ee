using System.Text;

namespace Claudeonomics.Cli.Terminal;

/// <summary>The terminal's second screen, on which a view lives until it ends; what was there before comes back then.</summary>
internal sealed class LiveScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[?7l\e[H\e[2J";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";

    private readonly Stream _output;
    private string _shown = "";

    public LiveScreen(Stream output)
    {
        _output = output;
        Write(Enter);
    }

    /// <summary>Shows lines in the place of those before. Nothing is written when they are the same.</summary>
    /// <param name="lines">None wider than the window, no more than it has.</param>
    /// <param name="height">Of the window.</param>
    public void Show(IReadOnlyList<string> lines, int height)
    {
        // Each line is emptied before it is written: behind a full one the cursor stands on its last letter. What is below is an earlier view's.
        var frame = new StringBuilder("\e[H\e[2K").AppendJoin("\r\n\e[2K", lines).Append(lines.Count < height ? "\r\n\e[J" : "").ToString();
        if (frame != _shown)
        {
            _shown = frame;
            Write(frame);
        }
    }

    public void Dispose() => Write(Leave);

    private void Write(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }
}
