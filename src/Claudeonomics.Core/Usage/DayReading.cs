namespace Claudeonomics.Core.Usage;

/// <summary>What a device's logs tell of a company day that is older than single calls are kept: sums, and nothing that could be matched.</summary>
/// <remarks>A fact: appended once and never edited. A device's later reading of a day replaces its earlier one.</remarks>
/// <param name="Device">Keyed hash of the device's id; 0 for a sender that has none.</param>
/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
/// <param name="ReadAtUnixMs">When the logs were read, milliseconds since 1970 UTC.</param>
public sealed record DayReading(int Identity, ulong Device, int Day, long ReadAtUnixMs, IReadOnlyList<ModelTotal> Totals);

/// <summary>What was used of one model on one day.</summary>
/// <param name="Calls">At least 1.</param>
/// <param name="WebSearches">Searches that the provider bills apart from tokens.</param>
public readonly record struct ModelTotal(CallOrigin Origin, CallTraits Traits, TokenUsage Usage, int Calls, int WebSearches);
