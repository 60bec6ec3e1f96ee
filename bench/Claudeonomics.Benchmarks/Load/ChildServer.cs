using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Claudeonomics.Benchmarks.Load;

/// <summary>A server as a process of its own: the product's, or a peer that it is measured against.</summary>
internal sealed partial class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildServer(string executable, IEnumerable<string> arguments) => _process = new()
    {
        StartInfo = new(Path.Combine(AppContext.BaseDirectory, executable), arguments) { RedirectStandardOutput = true },
        EnableRaisingEvents = true,
    };

    public Uri Address { get; private set; } = null!;

    /// <summary>Processor time it has taken so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The product, as it is shipped.</summary>
    /// <param name="options">Of its command line, besides those that every scenario needs.</param>
    public static Task<ChildServer> ProductAsync(string dataDirectory, string adminKey, params string[] options) => StartAsync("claudeonomics-server",
    [
        .. options,
        "--urls=http://127.0.0.1:0", $"--Claudeonomics:DataDirectory={dataDirectory}", $"--Claudeonomics:BootstrapAdminKey={adminKey}",
        "--Claudeonomics:Policy=open", "--Claudeonomics:RequestsPerMinute=0", "--Logging:LogLevel:Default=Warning",
    ]);

    /// <summary>One of <see cref="Peers"/>.</summary>
    public static Task<ChildServer> PeerAsync(params string[] arguments) => StartAsync("Claudeonomics.Benchmarks", [Peers.Verb, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<ChildServer> StartAsync(string executable, IEnumerable<string> arguments)
    {
        var server = new ChildServer(executable, arguments);
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data);
        server._process.Exited += (_, _) => server._address.TrySetException(new InvalidOperationException($"{executable} ended."));
        server._process.Start();
        server._process.BeginOutputReadLine();
        try
        {
            server.Address = await server._address.Task.WaitAsync(StartLimit);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    // What the program has to say goes to standard error, since standard output ends with the result.
    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        Console.Error.WriteLine(line);
        if (Listening.Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new(match.Groups[1].Value));
        }
    }

    // ... info: Microsoft.Hosting.Lifetime[14] Now listening on: http://127.0.0.1:43211
    [GeneratedRegex(@"Now listening on: (http://\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Listening { get; }
}
