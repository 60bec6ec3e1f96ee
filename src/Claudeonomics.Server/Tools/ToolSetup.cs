using System.Text.Json.Serialization;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Tools;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Tools;

/// <param name="Kind"><c>skill</c>, <c>plugin</c> or <c>server</c>.</param>
/// <param name="People">Different participants in the last 30 days.</param>
internal sealed record AdoptedToolJson(string Kind, string Name, int People);

internal sealed record AdoptedToolsJson(IReadOnlyList<AdoptedToolJson> Tools);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AdoptedToolsJson))]
internal sealed partial class ToolJson : JsonSerializerContext;

/// <summary>Skills, plugins and tool servers in use. See README.md beside this file.</summary>
public static class ToolSetup
{
    public static void AddTools(this IServiceCollection services)
    {
        services.AddSingleton(static all => new ToolRegister(
            all.GetRequiredService<ControlDatabase>(), all.GetRequiredService<IRosterSource>(), all.GetRequiredService<RuleBook>(),
            all.GetRequiredService<CompanyCalendar>(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IToolsSeen>(static all => all.GetRequiredService<ToolRegister>());
        services.AddHostedService<ToolFlush>();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ToolJson.Default));
    }

    public static void MapTools(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/tools", GetTools).Shows(Figures.Company).WithTags("Help").WithSummary("Skills, plugins and tool servers that enough people use");

    internal static Ok<AdoptedToolsJson> GetTools(ToolRegister tools) =>
        TypedResults.Ok(new AdoptedToolsJson([.. tools.InUse().Select(static tool => new AdoptedToolJson(NameOf(tool.Kind), tool.Name, tool.People))]));

    private static string NameOf(ToolKind kind) => kind switch
    {
        ToolKind.Skill => "skill",
        ToolKind.Plugin => "plugin",
        ToolKind.Server => "server",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
