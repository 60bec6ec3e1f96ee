using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Operations;

/// <summary>The ledger's sums of this moment: for one's own figures, and for what is sealed or judged.</summary>
/// <remarks>Without an end of its own: the container would let the cube go before the ledger, which still writes its last checkpoint to it.</remarks>
public sealed class LiveSums(IBoardSource cube) : IBoardSource
{
    public event Action? Changed
    {
        add => cube.Changed += value;
        remove => cube.Changed -= value;
    }

    public long Version => cube.Version;

    public IBoardData Open(Roster roster) => cube.Open(roster);
}

/// <summary>The sums that others are shown: those of this moment, or of the last step of the company's policy.</summary>
/// <remarks>All that is read between two steps is of one state, whatever is asked and whenever. After a start that state is the start's.</remarks>
public sealed class ShownSums : IBoardSource, IDisposable
{
    private readonly IBoardSource _source;
    private readonly SteppedCube? _stepped;

    public ShownSums(EmbeddedLedger ledger, LiveSums live, PrivacyPolicy policy, IRosterSource roster)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(roster);
        _stepped = policy.IsLive ? null : SteppedCube.Follow(ledger.Cube);
        _source = _stepped is null ? live : _stepped;
        Usage = ledger.ReaderFor(() => roster.Current, _stepped?.Shown ?? ledger.Cube);
    }

    public event Action? Changed
    {
        add => _source.Changed += value;
        remove => _source.Changed -= value;
    }

    public long Version => _source.Version;

    internal IUsageReader Usage { get; }

    public IBoardData Open(Roster roster) => _source.Open(roster);

    public void Dispose() => _stepped?.Dispose();

    internal void Step() => _stepped?.Step();
}

/// <summary>Sums of groups, by day, model and agent, as others are shown them: of the same state as <see cref="ShownSums"/>.</summary>
public sealed record ShownUsage(IUsageReader Reader);

/// <summary>Lets what others are shown go on, at the full hour or when the company's day begins.</summary>
internal sealed class ShownSteps(ShownSums sums, PrivacyPolicy policy, CompanyCalendar calendar, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (policy.IsLive)
        {
            return;
        }

        using var timer = new PeriodicTimer(Look, clock);
        var last = Present;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Present != last)
                {
                    last = Present;
                    sums.Step();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private long Present => policy.Step is StepOfOthers.Daily
        ? calendar.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds()).DayNumber
        : clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
}
