using Claudeonomics.Cli.Agents;
using Claudeonomics.Core.Wire;

namespace Claudeonomics.Cli.Sync;

/// <summary>Signs this machine in: shows a code, waits until somebody has confirmed it in a browser, and keeps the key.</summary>
internal sealed class DeviceLogin(Surroundings surroundings, TimeProvider clock, TextWriter output, TextWriter problems)
{
    private const int MaxNameChars = 64;

    /// <param name="server">With a slash at the end.</param>
    /// <returns>Whether this machine is signed in.</returns>
    public async Task<bool> RunAsync(Uri server, CancellationToken cancellationToken)
    {
        var before = ServerAccount.Read(surroundings);
        using var link = new ServerLink(server, key: null);
        var begun = await link.BeginSignInAsync(
            new(NameOfMachine(), before?.Server == server ? before.Device : null), cancellationToken);
        if (begun.Result is not { } codes)
        {
            await problems.WriteLineAsync(begun.Detail);
            return false;
        }

        await output.WriteLineAsync(
            $"Open {codes.VerificationUriComplete}\nand confirm the code {codes.UserCode}. It says there what is sent, and what never is. Waiting ...");
        if (await WaitAsync(link, codes, cancellationToken) is not { } key)
        {
            return false;
        }

        new ServerAccount(server, key.Device, key.Key, key.Person, key.TimeZone).Write(surroundings);
        await output.WriteLineAsync(
            $"This machine sends as {key.Person} now. Next: claudeonomics sync, or claudeonomics autosync on.");
        return true;
    }

    private async Task<DeviceKey?> WaitAsync(ServerLink link, DeviceSignInCodes codes, CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds(codes.Interval);
        var end = clock.GetUtcNow().AddSeconds(codes.ExpiresIn);
        while (clock.GetUtcNow() < end)
        {
            await Task.Delay(interval, clock, cancellationToken);
            var answer = await link.PollAsync(codes.DeviceCode, cancellationToken);
            if (answer.Result is { } key)
            {
                return key;
            }

            if (answer.Problem?.Error is DevicePoll.Denied or DevicePoll.Expired)
            {
                await problems.WriteLineAsync(answer.Detail);
                return null;
            }

            // A network that is gone for a moment, or a server that is busy, is asked again.
            interval = answer.Problem?.Interval is { } seconds ? TimeSpan.FromSeconds(seconds) : answer.RetryAfter ?? interval;
        }

        await problems.WriteLineAsync("Nobody confirmed the code in time. Run claudeonomics login again.");
        return null;
    }

    private static string NameOfMachine()
    {
        var name = new string([.. Environment.MachineName.Where(static letter => !char.IsControl(letter)).Take(MaxNameChars)]);
        return string.IsNullOrWhiteSpace(name) ? "this machine" : name;
    }
}
