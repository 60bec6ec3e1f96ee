namespace Claudeonomics.Server;

/// <summary>What the command line says about a start.</summary>
/// <param name="Settings">Settings as <c>--Name=value</c>, which win over environment and file.</param>
/// <param name="DemoPeople">Size of the simulated company, or <see langword="null"/> for none.</param>
/// <param name="IsTest">Allows what only tests may do: a clock of their own.</param>
public sealed record ServerStart(IReadOnlyList<string> Settings, int? DemoPeople = null, bool IsTest = false);
