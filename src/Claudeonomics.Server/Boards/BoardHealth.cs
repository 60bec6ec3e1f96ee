using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Boards;

/// <summary>Ready when the default page has its boards and the last build went well.</summary>
internal sealed class BoardHealth : IReadinessCheck
{
    private volatile string? _problem = "the first board is not built yet";

    public string Name => "boards";

    public ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_problem);

    public void Succeeded() => _problem = null;

    public void Failed() => _problem = "a board could not be built and is behind";
}
