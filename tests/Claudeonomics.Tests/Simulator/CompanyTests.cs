using Claudeonomics.Core.People;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Tests.Simulator;

public sealed class CompanyTests
{
    // The press: 85,000 people, 60 trillion tokens in 30 days, one person at 281 billion. The rest of the tail follows.
    [Fact]
    public void Create_SizeOfThePress_HasItsTotalAndItsTail()
    {
        var tokens = Simulated.Company(85_000).People.Select(person => person.MonthlyTokens)
            .Where(tokens => tokens > 0).OrderDescending().ToArray();

        Assert.Equal(59_500, tokens.Length);
        Assert.Equal(60.0e12, tokens.Sum(), 0.1e12);
        Assert.Equal(281e9, tokens[0], 1e9);
        Assert.Equal(19.2e9, tokens[249], 0.1e9);
        Assert.Equal(277e6, tokens[tokens.Length / 2], 1e6);
        Assert.Equal(0.24, tokens.Take(595).Sum() / (double)tokens.Sum(), 0.01);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 4)]
    [InlineData(50, 35)]
    [InlineData(2_000, 1_400)]
    public void Create_AnySize_HasSevenTenthsActiveAndUniqueEmails(int people, int active)
    {
        var company = Simulated.Company(people);

        Assert.Equal(people, company.People.Count);
        Assert.Equal(active, company.People.Count(person => person.MonthlyTokens > 0));
        Assert.Equal(people, company.People.Select(person => person.Email).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(Enumerable.Range(0, people), company.People.Select(person => person.Ordinal));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(2_000)]
    [InlineData(85_000)]
    public void Create_AnySize_HasTeamsAsATreeWithPeopleAtItsLeaves(int people)
    {
        var company = Simulated.Company(people);

        Assert.Equal(-1, company.Teams[0].Parent);
        Assert.All(company.Teams.Skip(1), team => Assert.InRange(team.Parent, 0, team.Ordinal - 1));
        Assert.Equal(company.Teams.Count, company.Teams.Select(team => team.Name).Distinct().Count());
        var parents = company.Teams.Select(team => team.Parent).ToHashSet();
        Assert.DoesNotContain(company.People, person => parents.Contains(person.Team));
        Assert.All(company.People.CountBy(person => person.Team), team => Assert.InRange(team.Value, 1, 8));
    }

    [Fact]
    public void Create_TwiceWithOneSeed_GivesEqualPeople() =>
        Assert.Equal(Simulated.Company(500).People, Simulated.Company(500).People);

    [Fact]
    public void Create_AnotherSeed_GivesOtherPeople() =>
        Assert.NotEqual(Simulated.Company(500).People, Simulated.Company(500, seed: 43).People);

    [Fact]
    public void Create_ManyPeople_FollowsTheSharesOfZonesAndParticipation()
    {
        var people = Simulated.Company(20_000).People;

        Assert.Equal(0.60, Share(person => person.Zone.Id == "America/Los_Angeles"), 0.02);
        Assert.Equal(0.12, Share(person => person.Zone.Id == "America/New_York"), 0.02);
        Assert.Equal(0.18, Share(person => person.Zone.Id == "Europe/Berlin"), 0.02);
        Assert.Equal(0.10, Share(person => person.Zone.Id == "Asia/Kolkata"), 0.02);
        Assert.Equal(0.65, Share(person => person.Participation is Participation.Named), 0.02);
        Assert.Equal(0.12, Share(person => person.Participation is Participation.No), 0.02);

        double Share(Func<SimulatedPerson, bool> isSo) => people.Count(isSo) / (double)people.Count;
    }
}
