using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Boards;

/// <summary>The boards. See README.md beside this file.</summary>
public static class BoardsSetup
{
    /// <summary>The section below <c>Claudeonomics:</c> that changes the rules: by month, by name.</summary>
    public const string RulesSection = "Rules";

    /// <exception cref="SettingsException">A rule that does not exist or cannot be; the message names its month and setting.</exception>
    public static void AddBoards(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton(ReadRules(configuration));
        services.AddSingleton<IPriceReference, PriceBookReference>();
        services.AddSingleton<RosterKeeper>();
        services.AddSingleton<AwardsKeeper>();
        services.AddSingleton<BoardMetrics>();
        services.AddSingleton<BoardService>();
        services.AddSingleton<IBoards>(all => all.GetRequiredService<BoardService>());
        services.AddSingleton<BoardAddresses>();
        services.AddSingleton<BoardStreams>();
        services.AddSingleton<BoardHealth>();
        services.AddSingleton<IReadinessCheck>(all => all.GetRequiredService<BoardHealth>());
        services.AddHostedService<BoardRefresher>();
    }

    /// <summary>Answers boards before the rest of the pipeline: goes first.</summary>
    public static void UseBoards(this IApplicationBuilder app) => app.UseMiddleware<BoardFastPath>();

    public static void MapBoards(this IEndpointRouteBuilder app) => app.MapBoardsApi();

    private static RuleBook ReadRules(IConfiguration configuration)
    {
        var section = configuration.GetSection($"{ServerOptions.Section}:{RulesSection}");
        try
        {
            return RuleBook.Parse(section.GetChildren().Select(season => new KeyValuePair<string, IReadOnlyList<KeyValuePair<string, string>>>(
                season.Key, [.. season.GetChildren().Select(s => new KeyValuePair<string, string>(s.Key, s.Value ?? ""))])));
        }
        catch (FormatException exception)
        {
            throw new SettingsException(ServerOptions.Key(RulesSection), exception.Message);
        }
    }
}
