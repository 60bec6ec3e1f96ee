using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>Each route says what it shows: pause, access log, alarm and watermark know it by nothing else.</summary>
public sealed class ShownFiguresTests
{
    [Fact]
    public async Task EveryRoute_OfTheServer_SaysWhatItShows()
    {
        await using var server = await RunningServer.StartAsync();

        var unmarked = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<ShownFigures>() is null)
            .Select(static endpoint => endpoint.RoutePattern.RawText);

        Assert.Empty(unmarked);
    }

    [Fact]
    public async Task EveryRoute_AboutOnePerson_HasTheParameterThatNamesThem()
    {
        await using var server = await RunningServer.StartAsync();

        var singling = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<ShownFigures>()?.PersonParameter is not null)
            .ToDictionary(static endpoint => endpoint.RoutePattern.RawText!, static endpoint => endpoint.Metadata.GetMetadata<ShownFigures>()!.PersonParameter);

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["/api/v1/boards/{board}/explain"] = "person",
                ["/boards/{board}/rows/{id}"] = "id",
                ["/people/{id}"] = "id",
            },
            singling);
    }

    [Fact]
    public async Task For_WhoAsksAboutThemselves_IsTheirOwn()
    {
        await using var server = await RunningServer.StartAsync();
        var roles = server.Services.GetRequiredService<Roles>();
        var mark = new ShownFigures(Figures.People, "id");
        var context = new DefaultHttpContext
        {
            User = new(new System.Security.Claims.ClaimsIdentity([new("claudeonomics/person", "p1")], "test")),
        };

        Figures About(string? id)
        {
            context.Request.RouteValues["id"] = id;
            return mark.For(context, roles);
        }

        Assert.Equal([Figures.Own, Figures.Own, Figures.People, Figures.People], [About("p1"), About("me"), About("p2"), About(null)]);
    }
}
