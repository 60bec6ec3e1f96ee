using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Trust;

namespace Claudeonomics.Tests.Privacy;

/// <summary>A policy in words is that policy: whoever approves one approves what is set.</summary>
public sealed class PolicyLinesTests
{
    private static readonly (string Name, string[] Words)[] Lines =
    [
        ("Step", ["live", "hourly", "daily"]), ("Detail", ["exact", "digits", "bands"]), ("DaysAndDollars", ["true", "false"]), ("ShownAs", ["name", "pseudonym"]),
        ("OptIn", ["person", "import"]), ("SmallestGroup", ["3", "5", "17", "1000"]), ("SmallestBoard", ["1", "20", "999"]),
    ];

    [Fact]
    public void Read_OfWhatDescribeWrites_IsThePolicy()
    {
        var chance = new Random(7);
        var seen = new HashSet<string>();
        for (var i = 0; i < 500; i++)
        {
            var lines = Lines.Where(_ => chance.Next(3) == 0)
                .Select(line => KeyValuePair.Create<string, string?>(line.Name, line.Words[chance.Next(line.Words.Length)]));
            var policy = PolicyLines.Set(PrivacyPolicy.All[chance.Next(3)], lines);

            var text = PolicyLines.Describe(policy);

            Assert.Equal(policy, PolicyLines.Read(text));
            // Two that differ are written differently.
            seen.Add($"{text}|{policy}");
        }

        Assert.Equal(seen.Count, seen.Select(static pair => pair.Split('|')[0]).Distinct().Count());
        Assert.Equal(["open", "balanced", "strict"], PrivacyPolicy.All.Select(PolicyLines.Describe));
    }

    [Theory]
    [InlineData("balanced, step=LIVE,SmallestGroup = 4", "balanced, Step=live, SmallestGroup=4")]
    [InlineData("strict,Step=daily", "strict")]
    [InlineData("balanced, SmallestBoard=8, SmallestGroup=4", "balanced, SmallestGroup=4, SmallestBoard=8")]
    [InlineData("balanced, SmallestGroup=9", "balanced, SmallestGroup=9")]
    public void Describe_OfWhatSomebodyTyped_IsOneWayOfWritingIt(string typed, string written) =>
        Assert.Equal(written, PolicyLines.Describe(PolicyLines.Read(typed)));

    [Theory]
    [InlineData("")]
    [InlineData("closed")]
    [InlineData("balanced,")]
    [InlineData("balanced, Step")]
    [InlineData("balanced, Step=never")]
    [InlineData("balanced, SmallestGroup=2")]
    [InlineData("balanced; Step=live")]
    public void Read_OfWhatIsNone_SaysWhy(string text) => Assert.Throws<SettingsException>(() => PolicyLines.Read(text));
}
