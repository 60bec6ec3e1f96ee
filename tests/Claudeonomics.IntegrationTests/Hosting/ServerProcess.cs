using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>The built program as a process of its own, which can be killed.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly string? _grpcUrl;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, string? grpcUrl) => (_process, _grpcUrl) = (process, grpcUrl);

    /// <summary>Where it answers HTTP/1.1; a gRPC address beside it is the one that its argument named.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything it wrote to both of its outputs so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Where the build put the program: beside this test's own directory, for the same configuration.</summary>
    public static string Executable
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(here.Parent!.Parent!.FullName, "Claudeonomics.Server", here.Name, "claudeonomics-server");
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var server = Launch(["--urls=http://127.0.0.1:0", "--Claudeonomics:Policy=open", .. arguments]);
        try
        {
            server.Address = await server._address.Task.WaitAsync(StartLimit);
            return server;
        }
        catch (Exception error)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not start: {error.Message}\n{server.Output}", error);
        }
    }

    /// <summary>Starts it and ends it as a power cut would, most likely before it listens.</summary>
    public static async Task KillWhileStartingAsync(TimeSpan after, params string[] arguments)
    {
        await using var server = Launch(["--urls=http://127.0.0.1:0", "--Claudeonomics:Policy=open", .. arguments]);
        await Task.Delay(after);
        await server.KillAsync();
    }

    /// <summary>Runs it to its end, for verbs and for starts that must fail.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var server = Launch(arguments);
        using var limit = new CancellationTokenSource(StartLimit);
        await server._process.WaitForExitAsync(limit.Token);
        return (server._process.ExitCode, server.Output);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>How large a file of its may become, in bytes, from now on; <see langword="null"/> for no limit. What a full disk does, this does.</summary>
    public async Task LimitFilesAsync(int? bytes)
    {
        var limit = bytes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited";
        using var change = Process.Start("prlimit", ["--pid", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), $"--fsize={limit}:"]);
        await change.WaitForExitAsync();
        Assert.Equal(0, change.ExitCode);
    }

    /// <summary>Asks it to stop and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ServerProcess Launch(IReadOnlyList<string> arguments)
    {
        const string GrpcArgument = "--Claudeonomics:OtlpGrpcUrl=";
        var process = new Process
        {
            // Writing past a limit of LimitFilesAsync then fails as on a full disk, instead of ending the process by a signal.
            StartInfo = new("/bin/sh", ["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", Executable, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        var server = new ServerProcess(
            process, arguments.FirstOrDefault(argument => argument.StartsWith(GrpcArgument, StringComparison.Ordinal))?[GrpcArgument.Length..]);
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        server._process.Exited += (_, _) => server._address.TrySetException(new InvalidOperationException("It ended."));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Add(line);
        }

        if (Listening.Match(line) is { Success: true } match && match.Groups[1].Value != _grpcUrl)
        {
            _address.TrySetResult(new(match.Groups[1].Value));
        }
    }

    // ... info: Microsoft.Hosting.Lifetime[14] Now listening on: http://127.0.0.1:43211
    [GeneratedRegex(@"Now listening on: (http://\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Listening { get; }
}
