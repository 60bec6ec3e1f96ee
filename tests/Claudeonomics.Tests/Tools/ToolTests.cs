using System.Text;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Tools;

namespace Claudeonomics.Tests.Tools;

public sealed class ToolTests
{
    [Theory]
    [InlineData("pdf", "pdf")]
    [InlineData("Code-Review", "code-review")]
    [InlineData("example-plugins:commit", "example-plugins:commit")]
    [InlineData("mcp.corp.example", "mcp.corp.example")]
    [InlineData("custom", null)]
    [InlineData("third-party", null)]
    [InlineData("", null)]
    [InlineData("-rf", null)]
    [InlineData("7zip", null)]
    [InlineData("/home/ann/secret", null)]
    [InlineData("C:\\plans", null)]
    [InlineData("https://corp.example/mcp", null)]
    [InlineData("ann@corp.example", null)]
    [InlineData("a sentence of somebody", null)]
    [InlineData("na\u00efve", null)]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456", null)]
    public void Read_WhatAnAgentSent_IsANameOrForgotten(string sent, string? name) => Assert.Equal(name, ToolName.Read(Encoding.UTF8.GetBytes(sent)));

    [Theory]
    [InlineData("mcp__github__create_issue", "github")]
    [InlineData("mcp__claude_ai_Notion__search", "claude_ai_Notion")]
    [InlineData("mcp__github", "")]
    [InlineData("mcp____x", "")]
    [InlineData("Bash", "")]
    public void ServerOf_AToolsName_IsItsServer(string tool, string server) =>
        Assert.Equal(server, Encoding.UTF8.GetString(ToolName.ServerOf(Encoding.UTF8.GetBytes(tool))));

    [Fact]
    public void Of_RandomHistories_AgreesWithTheJudge()
    {
        var (shown, hidden) = (0, 0);
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var today = new DateOnly(2026, 11, 16);

            // Two identities a person; one of them changes hands.
            var people = Enumerable.Range(0, 14).Select(i => new RosterPerson($"p{i}", $"P{i}", (Participation)random.Next(4), 5, DateOnly.MinValue)).ToList();
            var links = new List<IdentityLink>();
            for (var i = 0; i < people.Count; i++)
            {
                var moved = today.AddDays(-random.Next(40));
                links.Add(new(2 * i, i, DateOnly.MinValue, DateOnly.MaxValue));
                links.Add(new((2 * i) + 1, i, DateOnly.MinValue, moved));
                links.Add(new((2 * i) + 1, random.Next(people.Count), moved, DateOnly.MaxValue));
            }

            var uses = Enumerable.Range(0, 120).Select(_ => new ToolUse(
                random.Next(30), (ToolKind)random.Next(1, 3), $"name-{random.Next(5)}", today.AddDays(2 - random.Next(45)))).ToList();
            var roster = new Roster(1, people, [], links, []);

            var found = ToolAdoption.Of(uses, roster, today, GameRules.Default);

            var judged = new List<AdoptedTool>();
            foreach (var kind in (ToolKind[])[ToolKind.Skill, ToolKind.Plugin])
            {
                for (var name = 0; name < 5; name++)
                {
                    var users = people.Count(person => person.Participation is not Participation.No && uses.Exists(use =>
                        use.Kind == kind && use.Name == $"name-{name}" && use.LastDay <= today && today.DayNumber - use.LastDay.DayNumber < 30
                        && links.Exists(link => link.Identity == use.Identity && people[link.Person] == person && link.From <= use.LastDay && use.LastDay < link.Until)));
                    (shown, hidden) = users >= 5 ? (shown + 1, hidden) : (shown, hidden + (users > 0 ? 1 : 0));
                    if (users >= 5)
                    {
                        judged.Add(new(kind, $"name-{name}", users));
                    }
                }
            }

            Assert.Equal(judged.OrderByDescending(tool => tool.People).ThenBy(tool => tool.Name, StringComparer.Ordinal).ThenBy(tool => tool.Kind), found);
        }

        Assert.True(shown > 20 && hidden > 20);
    }
}
