namespace Claudeonomics.Cli.Sync.Autosync;

/// <summary>What is to be run every quarter of an hour.</summary>
/// <param name="Command">The program and its first arguments: this one, however it was started.</param>
/// <param name="Variables">What agents' folders are found by on this machine, which a scheduler does not know by itself.</param>
/// <param name="Minute">0 to 14: when within each quarter, so that a company's machines do not all come at once.</param>
internal sealed record Schedule(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Variables, int Minute)
{
    public const int EveryMinutes = 15;
}

/// <summary>One system's way to run something regularly.</summary>
internal abstract class Scheduler
{
    /// <summary>For people, such as <c>systemd</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether this machine has it, for this user.</summary>
    public abstract Task<bool> IsHereAsync(CancellationToken cancellationToken);

    /// <returns>What went wrong, or null.</returns>
    public abstract Task<string?> TurnOnAsync(Schedule schedule, CancellationToken cancellationToken);

    /// <inheritdoc cref="TurnOnAsync"/>
    public abstract Task<string?> TurnOffAsync(CancellationToken cancellationToken);

    /// <returns>What went wrong with the first program that failed, or null.</returns>
    protected static async Task<string?> RunAsync(IPrograms programs, CancellationToken cancellationToken, params string[][] commands)
    {
        foreach (var command in commands)
        {
            if (await programs.RunAsync(command[0], command[1..], null, cancellationToken) is not (0, _) and var failed)
            {
                return $"{string.Join(' ', command)}: {failed?.Output.Trim() ?? "there is no such program"}";
            }
        }

        return null;
    }
}
