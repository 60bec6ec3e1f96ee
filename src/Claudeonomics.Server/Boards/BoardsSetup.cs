using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Focus;
using Claudeonomics.Server.Boards.Seasons;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Boards;

/// <summary>The boards. See README.md beside this file.</summary>
public static class BoardsSetup
{
    /// <summary>The section below <c>Claudeonomics:</c> that changes the rules: by month, by name.</summary>
    public const string RulesSection = "Rules";

    /// <summary>The section below <c>Claudeonomics:</c> that sets what a month puts first: by month.</summary>
    public const string FocusSection = "Focus";

    /// <exception cref="SettingsException">A rule that does not exist or cannot be; the message names its month and setting.</exception>
    public static void AddBoards(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var rules = ReadRules(configuration);
        services.AddSingleton(all => rules.Under(all.GetRequiredService<PrivacyPolicy>()));
        services.AddSingleton<IPriceReference, PriceBookReference>();
        services.AddSingleton<RosterKeeper>();
        services.AddSingleton<AwardsKeeper>();
        services.AddSingleton<BoardMetrics>();
        services.AddSingleton<BoardService>();
        services.AddSingleton<IBoards>(all => all.GetRequiredService<BoardService>());
        services.AddSingleton<IGoalProgress, GoalWatch>();
        services.AddSingleton<BoardAddresses>();
        services.AddSingleton<BulkReads>();
        services.AddSingleton<BoardStreams>();
        services.AddSingleton<BoardHealth>();
        services.AddSingleton<IReadinessCheck>(all => all.GetRequiredService<BoardHealth>());
        services.AddHostedService<BoardRefresher>();
    }

    /// <summary>Seasons that are over, which take a control store.</summary>
    public static void AddSeasons(this IServiceCollection services)
    {
        services.AddSingleton<SeasonStore>();
        services.AddSingleton<SealedTiers>();
        services.AddSingleton<ISealedTiersSource>(all => all.GetRequiredService<SealedTiers>());
        services.AddSingleton<SeasonKeeper>();
        services.AddSingleton<ISeasons>(all => all.GetRequiredService<SeasonKeeper>());
        services.AddHostedService(all => all.GetRequiredService<SeasonKeeper>());
        services.AddSingleton<LeagueService>();
    }

    /// <summary>Answers boards before the rest of the pipeline: goes first.</summary>
    public static void UseBoards(this IApplicationBuilder app) => app.UseMiddleware<BoardFastPath>();

    public static void MapBoards(this IEndpointRouteBuilder app) => app.MapBoardsApi();

    /// <summary>Past seasons.</summary>
    public static void MapSeasons(this IEndpointRouteBuilder app) => app.MapSeasonsApi();

    private static RuleBook ReadRules(IConfiguration configuration)
    {
        var calendar = ReadCalendar(configuration);
        var section = configuration.GetSection($"{ServerOptions.Section}:{RulesSection}");
        try
        {
            return RuleBook.Parse(section.GetChildren().Select(season => new KeyValuePair<string, IReadOnlyList<KeyValuePair<string, string>>>(
                season.Key, [.. season.GetChildren().Select(s => new KeyValuePair<string, string>(s.Key, s.Value ?? ""))])), calendar);
        }
        catch (FormatException exception)
        {
            throw new SettingsException(ServerOptions.Key(RulesSection), exception.Message);
        }
    }

    private static FocusCalendar ReadCalendar(IConfiguration configuration)
    {
        try
        {
            return FocusCalendar.Parse(configuration.GetSection($"{ServerOptions.Section}:{FocusSection}").GetChildren()
                .Select(static month => new KeyValuePair<string, string>(month.Key, month.Value ?? "")));
        }
        catch (FormatException exception)
        {
            throw new SettingsException(ServerOptions.Key(FocusSection), exception.Message);
        }
    }
}
