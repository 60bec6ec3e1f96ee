using System.Globalization;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Trust;

/// <summary>The company's policy: whole by its name, with the lines that the company set by themselves.</summary>
public static class PolicySetup
{
    /// <summary>The section below <c>Claudeonomics:</c> that sets single lines.</summary>
    public const string Section = "Privacy";

    private const int MostPeople = 1_000;

    /// <summary>Registers the policy in force: the one of the settings, without one that of the last start, and before that <see cref="PrivacyPolicy.Balanced"/>.</summary>
    /// <exception cref="SettingsException">A line that does not exist or cannot be; the message names it. The same when the policy is first asked for
    /// (<see cref="UsePolicy"/>) and <see cref="KeptPolicy"/> refuses it.</exception>
    public static void AddPolicy(this IServiceCollection services, IConfiguration configuration, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        var lines = configuration.GetSection($"{ServerOptions.Section}:{Section}");
        var named = PrivacyPolicy.Find(options.Policy ?? "");
        Read(lines, named ?? PrivacyPolicy.Balanced);
        services.AddSingleton<KeptPolicy>();
        services.AddSingleton(all =>
        {
            var kept = all.GetRequiredService<KeptPolicy>();
            var policy = Read(lines, named ?? PrivacyPolicy.Find(kept.Read()?.Name ?? "") ?? PrivacyPolicy.Balanced);
            kept.Take(policy);
            return policy;
        });
    }

    /// <summary>Decides which policy is in force before anything is served.</summary>
    /// <exception cref="SettingsException">See <see cref="AddPolicy"/>.</exception>
    public static void UsePolicy(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.ApplicationServices.GetRequiredService<PrivacyPolicy>();
    }

    internal static PrivacyPolicy Read(IConfigurationSection lines, PrivacyPolicy policy)
    {
        foreach (var line in lines.GetChildren())
        {
            policy = line.Key.ToUpperInvariant() switch
            {
                "STEP" => policy with { Step = Word(line, ("live", StepOfOthers.Live), ("hourly", StepOfOthers.Hourly), ("daily", StepOfOthers.Daily)) },
                "DETAIL" => policy with { Detail = Word(line, ("exact", DetailOfOthers.Exact), ("digits", DetailOfOthers.ThreeDigits), ("bands", DetailOfOthers.Bands)) },
                "DAYSANDDOLLARS" => policy with { ShowsDaysAndDollars = Word(line, ("true", true), ("false", false)) },
                "SHOWNAS" => policy with { ShownAs = Word(line, ("name", Participation.Named), ("pseudonym", Participation.Pseudonym)) },
                "OPTIN" => policy with { OnlyThePersonOptsIn = Word(line, ("person", true), ("import", false)) },
                "SMALLESTGROUP" => policy with { SmallestGroup = Number(line, least: 3) },
                "SMALLESTBOARD" => policy with { SmallestBoard = Number(line, least: 1) },
                _ => throw Wrong(line, "there is no such line. There are: Step, Detail, DaysAndDollars, ShownAs, OptIn, SmallestGroup, SmallestBoard."),
            };
        }

        // Whoever is beyond the list would otherwise be fewer than a group.
        return policy.GuardsGroups && policy.SmallestBoard < 2 * policy.SmallestGroup ? policy with { SmallestBoard = 2 * policy.SmallestGroup } : policy;
    }

    private static T Word<T>(IConfigurationSection line, params (string Word, T Value)[] words)
    {
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, line.Value, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw Wrong(line, $"'{line.Value}' is none of {string.Join(", ", words.Select(static known => known.Word))}.");
    }

    private static int Number(IConfigurationSection line, int least) =>
        int.TryParse(line.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= MostPeople
            ? number
            : throw Wrong(line, $"'{line.Value}' is not a number of people from {least} to {MostPeople}.");

    private static SettingsException Wrong(IConfigurationSection line, string problem) => new(ServerOptions.Key($"{Section}:{line.Key}"), problem);
}
