using Claudeonomics.Server.Web.Drawing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudeonomics.Tests.Web;

public sealed class DotCalendarTests
{
    // Left of the columns 30, then 53 of 17: the drawing ends at 931.
    [Theory]
    [InlineData("2026-12-01", "<text x=\"931\" y=\"10\" text-anchor=\"end\">Dec</text>")]
    [InlineData("2026-12-07", "<text x=\"899.5\" y=\"10\" text-anchor=\"start\">Dec</text>")]
    public async Task Dots_FirstOfAMonth_NameOfTheMonthIsWithinTheDrawing(string today, string name)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);

        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<DotCalendar>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(DotCalendar.Caption)] = "A year",
            [nameof(DotCalendar.Today)] = DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture),
            [nameof(DotCalendar.Days)] = new Dictionary<DateOnly, long>(),
        }))).ToHtmlString());

        Assert.Contains(name, html, StringComparison.Ordinal);
    }
}
