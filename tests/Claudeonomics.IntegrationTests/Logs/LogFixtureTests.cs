namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Every fixture of agents' logs is read as its <c>calls.txt</c> says, to the last token.</summary>
public sealed class LogFixtureTests
{
    public static TheoryData<string, string> Fixtures { get; } = new(LogFixture.With("calls.txt"));

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_Fixture_IsAsExpected(string agent, string @case)
    {
        var fixture = new LogFixture(agent, @case);
        using var home = fixture.Open();

        home.Reads([.. fixture.Calls]);
    }
}
