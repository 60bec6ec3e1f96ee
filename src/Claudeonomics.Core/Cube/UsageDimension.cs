using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>What sums are kept apart by, besides whose they are and when.</summary>
/// <param name="Model">Canonical name.</param>
public sealed record UsageDimension(
    string Agent, string Provider, string Model, PriceClass PriceClass, Trust Trust, Source Source);

/// <summary>Which dimensions count. Absent means all.</summary>
public sealed record UsageFilter(string? Agent = null, string? Provider = null, string? Model = null)
{
    public static UsageFilter All { get; } = new();

    public bool Matches(UsageDimension dimension)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        return (Agent is null || Agent == dimension.Agent)
            && (Provider is null || Provider == dimension.Provider)
            && (Model is null || Model == dimension.Model);
    }
}
