using Claudeonomics.Core.People;

namespace Claudeonomics.Tests.People;

public sealed class ConsentTextsTests
{
    [Theory]
    [InlineData(Participation.No, ConsentScope.None)]
    [InlineData(Participation.Private, ConsentScope.Ranking)]
    [InlineData(Participation.Pseudonym, ConsentScope.Ranking | ConsentScope.ListedRow)]
    [InlineData(Participation.Named, ConsentScope.Ranking | ConsentScope.ListedRow | ConsentScope.Name)]
    public void Allowed_WhatAWayTakes_ComesToThatWay(Participation participation, ConsentScope expected)
    {
        var allowed = ConsentTexts.OfProgram.Allowed(ConsentTexts.PurposesOf(participation).Select(static purpose => (purpose, 1)));

        Assert.Equal((expected, participation), (allowed, ConsentTexts.ParticipationOf(allowed)));
    }

    [Theory]
    [InlineData(ConsentPurpose.Listed)]
    [InlineData(ConsentPurpose.Named)]
    [InlineData(ConsentPurpose.Team)]
    public void Allowed_WithoutBeingRanked_IsNothing(ConsentPurpose purpose) =>
        Assert.Equal(ConsentScope.None, ConsentTexts.OfProgram.Allowed([(purpose, 1)]));

    [Fact]
    public void Allowed_NameWithoutARow_IsNoName() =>
        Assert.Equal(ConsentScope.Ranking, ConsentTexts.OfProgram.Allowed([(ConsentPurpose.Ranked, 1), (ConsentPurpose.Named, 1)]));

    [Fact]
    public void Allowed_EarlierVersionOfATextThatGrew_HoldsForWhatItSaid()
    {
        var grown = new ConsentTexts(
        [
            .. ConsentTexts.OfProgram.Present,
            new(ConsentPurpose.Ranked, 2, "Ranked and listed", "Now with a row.", ConsentScope.Ranking | ConsentScope.ListedRow, "A row is listed."),
        ]);

        Assert.Equal(ConsentScope.Ranking, grown.Allowed([(ConsentPurpose.Ranked, 1)]));
        Assert.Equal(ConsentScope.Ranking | ConsentScope.ListedRow, grown.Allowed([(ConsentPurpose.Ranked, 2)]));
        Assert.Equal("2.1.1.1", grown.Edition);
    }

    [Fact]
    public void Constructor_PurposeWithoutTextOrGapInVersions_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new ConsentTexts([.. ConsentTexts.OfProgram.Present.Skip(1)]));
        Assert.Throws<ArgumentException>(() => new ConsentTexts([.. ConsentTexts.OfProgram.Present, ConsentTexts.OfProgram.Of(ConsentPurpose.Team) with { Version = 3 }]));
    }
}
