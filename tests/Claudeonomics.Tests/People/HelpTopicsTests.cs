using Claudeonomics.Core.People;

namespace Claudeonomics.Tests.People;

public sealed class HelpTopicsTests
{
    [Theory]
    [InlineData("tests", "tests")]
    [InlineData("  code \t review ", "code review")]
    [InlineData("Tests|tests|TESTS|C++", "Tests|C++")]
    [InlineData("", "")]
    [InlineData(" | ,", null)]
    [InlineData("a", null)]
    [InlineData("<b>tests</b>", null)]
    [InlineData("a\nb", "a b")]
    [InlineData("one|two|three|four|five", "one|two|three|four|five")]
    [InlineData("one|two|three|four|five|six", null)]
    [InlineData("0123456789012345678901234567890", null)]
    [InlineData("ann@corp.example", null)]
    [InlineData("Café|CAFÉ", "Café")]
    public void Read_WhatWasTyped_IsTopicsOrAProblem(string typed, string? topics)
    {
        var (read, problem) = HelpTopics.Read(typed.Split('|'));

        Assert.Equal(topics is null, problem is not null);
        Assert.Equal(topics ?? "", string.Join('|', read));
    }

    [Fact]
    public void Usual_Topics_AreTopics() =>
        Assert.All(HelpTopics.Usual, topic => Assert.Equal(topic, Assert.Single(HelpTopics.Read([topic]).Topics)));

    [Theory]
    [InlineData("  one\r\ntwo  ", "one\ntwo")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("", "")]
    [InlineData("bell\a", null)]
    [InlineData("null\0", null)]
    public void Read_Note_IsPlainText(string typed, string? note) => Assert.Equal(note, SetUpNote.Read(typed));

    [Fact]
    public void Read_NoteThatIsTooLong_IsRefused()
    {
        Assert.Equal(SetUpNote.MostChars, SetUpNote.Read(new('a', SetUpNote.MostChars))!.Length);
        Assert.Null(SetUpNote.Read(new('a', SetUpNote.MostChars + 1)));
    }
}
