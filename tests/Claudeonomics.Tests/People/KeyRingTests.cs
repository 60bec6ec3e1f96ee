using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Tests.People;

public sealed class KeyRingTests
{
    [Theory]
    [InlineData("an-administrators-key")]
    [InlineData("cn_admin_bootstrap_4xq2k7w3ab")]
    [InlineData("cn_admin_4xq2k7w3ab_of_another_server")]
    [InlineData("cn_admin_4xq2k7w3ab_ofanotherserver")]
    public void Find_TheOperatorsKeyInAnyForm_IsIt(string text)
    {
        var ring = new KeyRing(TimeProvider.System, lentSeeOwn: true);
        ring.Put(KeyOf(BootstrapKey.Id, text));
        ring.Put(KeyOf("qqqqqqqqqq", "cn_admin_qqqqqqqqqq_secret"));

        Assert.Equal(BootstrapKey.Id, ring.Find(text)?.Id);
        Assert.Equal("qqqqqqqqqq", ring.Find("cn_admin_qqqqqqqqqq_secret")?.Id);
        Assert.Null(ring.Find("cn_admin_qqqqqqqqqq_secreT"));
        Assert.Null(ring.Find("cn_admin_4xq2k7w3ab_"));
        Assert.Null(ring.Find(""));
    }

    private static RingKey KeyOf(string id, string text) => new(id, KeyKind.Admin, null, SecretText.Of(id, text).Hash, null, null, isLent: false);
}
