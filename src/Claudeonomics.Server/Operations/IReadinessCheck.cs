namespace Claudeonomics.Server.Operations;

/// <summary>Something that must work before requests are worth sending here. A feature registers its own.</summary>
public interface IReadinessCheck
{
    /// <summary>As it stands in the answer of <c>/readyz</c>: <c>ledger</c>, <c>control</c>.</summary>
    string Name { get; }

    /// <returns><see langword="null"/> when ready, else what is missing, in words fit for strangers.</returns>
    ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken);
}
