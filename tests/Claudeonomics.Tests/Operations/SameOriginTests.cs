using Claudeonomics.Server.Operations;
using Microsoft.AspNetCore.Http;

namespace Claudeonomics.Tests.Operations;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("PUT", "http://board.example:8080", null, false)]
    [InlineData("PUT", "https://board.example:8080", null, false)]
    [InlineData("PUT", "http://evil.example", null, true)]
    [InlineData("PUT", "http://board.example", null, true)]
    [InlineData("PUT", "null", null, true)]
    [InlineData("PUT", null, "cross-site", true)]
    [InlineData("PUT", null, "same-origin", false)]
    [InlineData("PUT", null, null, false)]
    [InlineData("GET", "http://evil.example", "cross-site", false)]
    public void IsForeignChange_Browser_FollowsWhereThePageIsFrom(string method, string? origin, string? site, bool expected) =>
        Assert.Equal(expected, SameOrigin.IsForeignChange(Request(method, origin, site)));

    [Fact]
    public void IsForeignChange_ProgramWithAKey_IsNot() =>
        Assert.False(SameOrigin.IsForeignChange(
            Request("PUT", "http://evil.example", null, ("Authorization", "Bearer x"))));

    private static HttpRequest Request(string method, string? origin, string? site, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Host = new HostString("board.example", 8080);
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        if (origin is not null)
        {
            request.Headers.Origin = origin;
        }

        if (site is not null)
        {
            request.Headers["Sec-Fetch-Site"] = site;
        }

        return request;
    }
}
