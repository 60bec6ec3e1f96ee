using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Goals;

/// <summary>Teams' goals for a season. See README.md beside this file.</summary>
public static class GoalSetup
{
    private const int MaxBodyBytes = 4 * 1024;

    public static void AddGoals(this IServiceCollection services)
    {
        services.AddSingleton(static all => new GoalService(
            all.GetRequiredService<ControlDatabase>(), all.GetRequiredService<IRosterSource>(), all.GetRequiredService<CompanyCalendar>(),
            all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ITeamGoalsSource>(static all => all.GetRequiredService<GoalService>());
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, GoalJsonContext.Default));
    }

    public static void MapGoals(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/v1/teams").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).MapGoalApi();
}
