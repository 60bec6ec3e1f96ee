using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>There is no view of one person for managers, by construction: no route that takes a role shows people.</summary>
public sealed class PurposeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    // Whoever reviews fair play looks at what was found about agents' runs, under the name that everybody sees.
    private static readonly string[] Reviews = [Access.Steward];

    // Who looked at what is about readers; an auditor checks them.
    private static readonly string[] Audits = [Access.Auditor, Access.AuditorOrAdministrator];

    // What a channel is told, before it is: the few rows that every reader of the boards sees.
    private static bool IsDigest(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.Contains("/digests/", StringComparison.Ordinal);

    [Fact]
    public void Routes_ThatTakeARole_ShowNobody()
    {
        var wrong = from endpoint in Endpoints()
                    let policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(static data => data.Policy).OfType<string>().ToHashSet()
                    where policies.Except([Access.Person, Access.Own, Access.Device, .. Reviews, .. Audits]).Any()
                        || endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("admin", StringComparison.Ordinal)
                    where Shown(endpoint) is Figures.People && !IsDigest(endpoint)
                    select endpoint.DisplayName;

        Assert.Empty(wrong);
    }

    [Fact]
    public void Routes_OfSomebodysOwn_AreForThemAlone()
    {
        var open = from endpoint in Endpoints()
                   where Shown(endpoint) is Figures.Own && endpoint.RoutePattern.RawText!.Contains("/api/v1/me", StringComparison.Ordinal)
                   where !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(static data => data.Policy is Access.Person or Access.Own)
                   select endpoint.DisplayName;

        Assert.Empty(open);
    }

    [Fact]
    public async Task EveryPage_SaysWhatItIsForAndLinksToIt()
    {
        foreach (var path in (string[])["/", "/boards/score", "/company", "/seasons", "/purpose", "/signin"])
        {
            var page = await fixture.Server.Admin.GetStringAsync(path);
            Assert.Contains("An adoption nudge, not a performance review.", page, StringComparison.Ordinal);
            Assert.Contains("href=\"/purpose\"", page, StringComparison.Ordinal);
        }
    }

    private static Figures Shown(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ShownFigures>()?.Figures ?? Figures.Nothing;

    private IEnumerable<RouteEndpoint> Endpoints() => fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
}
