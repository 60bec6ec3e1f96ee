using System.Net;
using Claudeonomics.IntegrationTests.Help;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>Forms that do not arrive as their page would send them.</summary>
public sealed class FormTests
{
    [Fact]
    public async Task Settings_WordInThePlaceOfANumber_SaysThatAndNotThatTheFormIsOld()
    {
        await using var company = await HelpCompany.StartAsync();
        await company.AddAsync("Ann");

        var refused = await company.PostFormAsync("Ann", "/settings", "/settings", ("workingDays", "many"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("That could not be read", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
