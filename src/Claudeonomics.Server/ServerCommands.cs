using System.CommandLine;
using System.Net.Sockets;
using Claudeonomics.Server.Demo;
using Claudeonomics.Server.Integrity;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server;

/// <summary>The program's verbs. Without one it serves.</summary>
internal static class ServerCommands
{
    private const int DefaultDemoPeople = 2_000;
    private const int MostDemoPeople = 85_000;

    public static RootCommand Create(IReadOnlyList<string> settings)
    {
        var demo = new Option<int?>("--demo")
        {
            Description = $"Serve a simulated company of PEOPLE ({DefaultDemoPeople} when not given)",
            HelpName = "PEOPLE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        demo.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var people) || people is < 1 or > MostDemoPeople))
            {
                result.AddError($"--demo takes a number of people from 1 to {MostDemoPeople}.");
            }
        });
        var test = new Option<bool>("--test") { Description = "Allow Claudeonomics:TestClock", Hidden = true, Recursive = true };
        var root = new RootCommand("Claudeonomics: a company's AI tokens, counted once. Settings are given as --Name=value, see docs/operations.md.")
        {
            demo,
            test,
            Verify(settings, test),
            Rebuild(settings, test),
            Backup(settings, test),
            Restore(settings, test),
            Integrity(settings, test),
            Trace(settings, test),
            SimulateCommand.Create(),
        };
        root.SetAction((parsed, _) =>
        {
            var people = parsed.GetResult(demo) is null ? (int?)null : parsed.GetValue(demo) ?? DefaultDemoPeople;
            return ServeAsync(new ServerStart(settings, people, parsed.GetValue(test)));
        });
        return root;
    }

    private static Command Verify(IReadOnlyList<string> settings, Option<bool> test)
    {
        var anchor = new Option<string?>("--anchor") { Description = "A file with a head kept elsewhere that the chain must pass through", HelpName = "FILE" };
        var verify = new Command("verify", "Read the ledger's whole chain and say where it first breaks; also while a server runs.") { anchor };
        verify.SetAction((parsed, cancellationToken) => Task.FromResult(StoreVerbs.Verify(
            OptionsOf(settings, parsed.GetValue(test)), parsed.GetValue(anchor), TimeProvider.System, Console.Out, cancellationToken)));
        return verify;
    }

    private static Command Rebuild(IReadOnlyList<string> settings, Option<bool> test)
    {
        var rebuild = new Command("rebuild", "Fold all kept facts again. The server must not run.");
        rebuild.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = ServerHost.Build(new ServerStart(settings, IsTest: parsed.GetValue(test)));
            await app.Services.GetRequiredService<EmbeddedLedger>().RebuildAsync(cancellationToken);
            return 0;
        });
        return rebuild;
    }

    private static Command Backup(IReadOnlyList<string> settings, Option<bool> test)
    {
        var directory = new Argument<string>("DIR") { Description = "Empty, or not there yet" };
        var backup = new Command("backup", "Copy the stores, also while a server runs.") { directory };
        backup.SetAction(parsed => StoreVerbs.Backup(OptionsOf(settings, parsed.GetValue(test)), parsed.GetValue(directory)!));
        return backup;
    }

    private static Command Restore(IReadOnlyList<string> settings, Option<bool> test)
    {
        var directory = new Argument<string>("DIR") { Description = "What backup wrote" };
        var erasures = new Option<string?>("--erasures") { Description = "The list of who was erased since, kept elsewhere", HelpName = "FILE" };
        var restore = new Command("restore", "Put a backup into a data directory that holds no stores, erase again who was erased since, and verify it.") { directory, erasures };
        restore.SetAction((parsed, cancellationToken) => StoreVerbs.RestoreAsync(
            OptionsOf(settings, parsed.GetValue(test)), parsed.GetValue(directory)!, parsed.GetValue(erasures), TimeProvider.System, Console.Out, cancellationToken));
        return restore;
    }

    private static Command Integrity(IReadOnlyList<string> settings, Option<bool> test)
    {
        var integrity = new Command("integrity", "Judge the weeks up to yesterday now instead of at night. The server must not run.");
        integrity.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = ServerHost.Build(new ServerStart(settings, IsTest: parsed.GetValue(test)));
            var found = await app.Services.GetRequiredService<IntegrityNight>().RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(found == 1 ? "1 new finding" : $"{found} new findings");
            return 0;
        });
        return integrity;
    }

    private static Command Trace(IReadOnlyList<string> settings, Option<bool> test)
    {
        var file = new Argument<string>("FILE") { Description = "A screenshot or a piece of one (PNG or JPEG), or a piece of an exported table (CSV, JSON)" };
        var trace = new Command("trace", "Say whose page a picture is a piece of and when they looked, or whose copy a table is a piece of; also while a server runs.") { file };
        trace.SetAction(parsed => TraceVerb.Run(OptionsOf(settings, parsed.GetValue(test)), parsed.GetValue(file)!, Console.Out));
        return trace;
    }

    private static ServerOptions OptionsOf(IReadOnlyList<string> settings, bool isTest) =>
        ServerHost.ReadOptions(new(settings, IsTest: isTest));

    private static async Task<int> ServeAsync(ServerStart start)
    {
        await using var app = ServerHost.Build(start);
        var (started, options) = (app.Lifetime.ApplicationStarted, app.Services.GetRequiredService<ServerOptions>());
        started.Register(() => Console.Out.WriteLine($"Claudeonomics is at {string.Join(" and ", app.Urls)}"));
        try
        {
            // Ctrl+C and SIGTERM are the host's: it stops listening, finishes what it took, and returns.
            await app.RunAsync();
        }
        catch (OperationCanceledException)
        {
            // Told to stop while still starting.
        }
        catch (SocketException refused) when (!started.IsCancellationRequested)
        {
            // A port below 1024 without the right to it, or another machine's address. One that is in use Kestrel names itself.
            throw new SettingsException(
                options.OtlpGrpcUrl is null ? "Urls" : $"Urls or {ServerOptions.Key(nameof(ServerOptions.OtlpGrpcUrl))}",
                $"this machine cannot listen there: {refused.Message}.");
        }

        return 0;
    }
}
