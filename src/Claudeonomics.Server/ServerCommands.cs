using System.CommandLine;
using Claudeonomics.Server.Demo;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server;

/// <summary>The program's verbs. Without one it serves.</summary>
internal static class ServerCommands
{
    private const int DefaultDemoPeople = 2_000;

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
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var people) || people is < 1 or > 100_000))
            {
                result.AddError("--demo takes a number of people from 1 to 100000.");
            }
        });
        var test = new Option<bool>("--test") { Description = "Allow Claudeonomics:TestClock", Hidden = true };
        var root = new RootCommand("Claudeonomics: a company's AI tokens, counted once. Settings are given as --Name=value, see docs/operations.md.")
        {
            demo,
            test,
            SimulateCommand.Create(),
        };
        root.SetAction((parsed, _) =>
        {
            var people = parsed.GetResult(demo) is null ? (int?)null : parsed.GetValue(demo) ?? DefaultDemoPeople;
            return ServeAsync(new ServerStart(settings, people, parsed.GetValue(test)));
        });
        return root;
    }

    private static async Task<int> ServeAsync(ServerStart start)
    {
        await using var app = ServerHost.Build(start);
        try
        {
            // Ctrl+C and SIGTERM are the host's: it stops listening, finishes what it took, and returns.
            await app.RunAsync();
        }
        catch (OperationCanceledException)
        {
            // Told to stop while still starting.
        }

        return 0;
    }
}
