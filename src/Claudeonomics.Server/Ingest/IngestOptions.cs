using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.Ingest;

/// <summary>Bounds of the intake, under <c>Claudeonomics:Ingest</c>.</summary>
public sealed class IngestOptions
{
    public const string Section = "Claudeonomics:Ingest";

    /// <summary>Largest body as sent, in MiB; larger ones are answered with 413.</summary>
    [Range(1, 256)]
    public int MaxRequestMiB { get; init; } = 20;

    /// <summary>Largest body after decompression, in MiB; larger ones are answered with 413.</summary>
    [Range(1, 512)]
    public int MaxDecompressedMiB { get; init; } = 64;

    /// <summary>Most facts one request may hold; more are answered with 413, and the sender makes its batches smaller.</summary>
    [Range(1_000, 1_000_000)]
    public int MaxFactsPerRequest { get; init; } = 100_000;

    /// <summary>Memory for the bodies of all requests at once, in MiB; past it senders are asked to come back (429).</summary>
    [Range(4, 65_536)]
    public int MaxBodiesInFlightMiB { get; init; } = 256;

    /// <summary>How long a sender may take for a body, in seconds; slower ones are answered with 408.</summary>
    [Range(1, 3_600)]
    public int MaxReadSeconds { get; init; } = 60;

    /// <summary>When to come back after 429, in seconds.</summary>
    [Range(1, 3_600)]
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>When to come back after 503, in seconds.</summary>
    [Range(1, 3_600)]
    public int RetryAfterOutageSeconds { get; init; } = 10;

    /// <summary>Looks for what would be a setting that silently does nothing, or end the start with a stack.</summary>
    /// <exception cref="SettingsException">There is no such setting, or its value is no whole number.</exception>
    internal static void Check(IConfigurationSection section)
    {
        KnownSettings.RefuseOthers(section, [.. typeof(IngestOptions).GetProperties().Select(static property => property.Name)]);
        foreach (var child in section.GetChildren())
        {
            if (!int.TryParse(child.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw new SettingsException(child.Path, $"'{child.Value}' is not a whole number.");
            }
        }
    }
}

/// <summary>Stops a start with settings that could not work, naming the setting.</summary>
[OptionsValidator]
public sealed partial class IngestOptionsValidator : IValidateOptions<IngestOptions>;

/// <summary>Bounds that only make sense together.</summary>
public sealed class IngestBoundsValidator : IValidateOptions<IngestOptions>
{
    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // One body may be in memory as sent, decompressed, and as the protobuf its JSON stands for, each in a buffer of up to
        // twice its size.
        return options.MaxBodiesInFlightMiB >= 4 * Math.Max(options.MaxDecompressedMiB, options.MaxRequestMiB)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{IngestOptions.Section}:{nameof(IngestOptions.MaxBodiesInFlightMiB)} must be at least four times " +
                $"{nameof(IngestOptions.MaxDecompressedMiB)} and {nameof(IngestOptions.MaxRequestMiB)}, " +
                "or the largest allowed body could never be read.");
    }
}
