using System.Diagnostics.Metrics;
using Claudeonomics.Server.Boards;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.Tests.Boards;

/// <summary>The meters that services of boards count with.</summary>
internal sealed class BoardMeters : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public BoardMeters() => Board = new(_services.GetRequiredService<IMeterFactory>());

    public BoardMetrics Board { get; }

    public void Dispose()
    {
        Board.Dispose();
        _services.Dispose();
    }
}
