using System.CommandLine;
using System.Net;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Sync;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics login URL</c> and <c>logout</c>: which server this machine sends to, and as whom.</summary>
internal static class LoginCommands
{
    public static Command CreateLogin(Surroundings surroundings, TimeProvider clock)
    {
        var server = new Argument<Uri>("URL")
        {
            Description = "The server's address, such as https://claudeonomics.corp.example",
            CustomParser = static result =>
            {
                if (ServerIn(result.Tokens[0].Value) is { } server)
                {
                    return server;
                }

                result.AddError($"\"{result.Tokens[0].Value}\" is no address of a server, such as https://claudeonomics.corp.example.");
                return null;
            },
        };
        var command = new Command("login", "Signs this machine in to a company's server, with a code that you confirm in a browser.") { server };
        command.SetAction(async (parsed, cancellationToken) =>
            await new DeviceLogin(surroundings, clock, Console.Out, Console.Error).RunAsync(parsed.GetRequiredValue(server), cancellationToken) ? 0 : 1);
        return command;
    }

    public static Command CreateLogout(Surroundings surroundings)
    {
        var command = new Command("logout", "Ends this machine's key. What was sent stays with its server.");
        command.SetAction((_, cancellationToken) => LogoutAsync(surroundings, Console.Out, Console.Error, cancellationToken));
        return command;
    }

    /// <summary>The address of a server, with a slash at the end; null for what is none.</summary>
    internal static Uri? ServerIn(string text)
    {
        var isOne = Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var server)
            && (server.Scheme == Uri.UriSchemeHttps || server.Scheme == Uri.UriSchemeHttp) && server.Query.Length == 0 && server.Fragment.Length == 0;
        return isOne ? server : null;
    }

    internal static async Task<int> LogoutAsync(
        Surroundings surroundings, TextWriter output, TextWriter problems, CancellationToken cancellationToken)
    {
        if (ServerAccount.Read(surroundings) is not { Key: { } key } account)
        {
            await output.WriteLineAsync("This machine is not signed in.");
            return 0;
        }

        using var link = new ServerLink(account.Server, key);
        var answer = await link.SignOutAsync(cancellationToken);

        // Whatever the server says, the key leaves this machine.
        (account with { Key = null }).Write(surroundings);
        if (answer.Status is HttpStatusCode.NoContent or HttpStatusCode.Unauthorized)
        {
            await output.WriteLineAsync($"This machine is signed out of {account.Server}.");
            return 0;
        }

        await problems.WriteLineAsync(
            $"The key is gone from this machine, but {account.Server} did not take it back: {answer.Detail} Revoke it there under How you appear.");
        return 1;
    }
}
