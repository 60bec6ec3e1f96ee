using System.Net;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Tests.Operations;

public sealed class TransportTests
{
    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7/32")]
    [InlineData(" 10.0.0.7 ,10.1.0.0/16, ::1", "10.0.0.7/32 10.1.0.0/16 ::1/128")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    public void TryParse_AddressesAndNetworks_AreNetworks(string text, string networks)
    {
        Assert.True(Transport.TryParse(text, out var parsed));
        Assert.Equal(networks.Split(' ').Select(IPNetwork.Parse), parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("*")]
    [InlineData("proxy.corp.example")]
    [InlineData("10.0.0.7, any")]
    [InlineData("10.0.0.7/33")]
    public void TryParse_AnythingElse_IsNone(string text) => Assert.False(Transport.TryParse(text, out _));
}
