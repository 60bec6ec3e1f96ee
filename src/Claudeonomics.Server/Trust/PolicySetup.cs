using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Trust;

/// <summary>The company's policy: whole by its name, with the lines that the company set by themselves.</summary>
public static class PolicySetup
{
    /// <summary>The section below <c>Claudeonomics:</c> that sets single lines.</summary>
    public const string Section = "Privacy";

    /// <summary>Registers the policy in force: the one of the settings, without one that of the last start, and before that <see cref="PrivacyPolicy.Balanced"/>.</summary>
    /// <exception cref="SettingsException">A line that does not exist or cannot be; the message names it. The same when the policy is first asked for
    /// (<see cref="UsePolicy"/>) and <see cref="KeptPolicy"/> refuses it.</exception>
    public static void AddPolicy(this IServiceCollection services, IConfiguration configuration, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        var lines = configuration.GetSection($"{ServerOptions.Section}:{Section}").GetChildren().Select(static line => KeyValuePair.Create(line.Key, line.Value)).ToList();
        var named = PrivacyPolicy.Find(options.Policy ?? "");
        // A wrong line stops the start before anything is opened.
        PolicyLines.Set(named ?? PrivacyPolicy.Balanced, lines);
        services.AddSingleton<KeptPolicy>();
        services.AddSingleton(all =>
        {
            var kept = all.GetRequiredService<KeptPolicy>();
            var policy = PolicyLines.Set(named ?? PrivacyPolicy.Find(kept.Read()?.Name ?? "") ?? PrivacyPolicy.Balanced, lines);
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
}
