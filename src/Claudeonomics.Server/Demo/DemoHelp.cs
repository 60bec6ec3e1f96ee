using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Tools;
using Claudeonomics.Server.Goals;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Demo;

/// <summary>Simulated people who help each other, thank each other and want something as teams: once, by their order in the directory, so that it is the same at
/// every first start.</summary>
internal sealed class DemoHelp(OfferService offers, KudosService kudos, GoalService goals, IToolsSeen tools, IRosterSource roster, TimeProvider clock)
{
    private const int MostHelpers = 24;
    private const int MostKudos = 80;

    private static readonly (string[] Topics, string Note)[] Offers =
    [
        (["tests", "keeping contexts small"], "Plan mode first: I let it write the plan into a file, read that, and only then let it edit.\n\nThen small steps, each with its test. When the context is half full I start anew with the plan."),
        (["getting started", "code review"], "One short file of rules for each repository. What is longer than a screen nobody reads, the agent neither.\n\nA hook runs the formatter, so that it never argues about spaces."),
        (["tool servers"], "Two tool servers and no more: each of them costs a few thousand tokens of context in every call."),
        (["choosing a model"], "The small model for renames, search and summaries. It is asked first, and I go up when it gives up."),
        (["debugging", "prompts"], "Say what you expect to see, what you see, and what you tried. It finds the rest."),
        (["documentation"], ""),
        (["sub-agents", "refactoring"], "One agent reads, another writes. The reader's answer is a page at most, and that is all the writer gets."),
    ];

    private static readonly (ToolKind Kind, string Name, int OneIn)[] Tools =
        [(ToolKind.Server, "github", 3), (ToolKind.Server, "tracker", 5), (ToolKind.Skill, "code-review", 4), (ToolKind.Skill, "pdf", 7), (ToolKind.Plugin, "example-plugins", 9)];

    /// <summary>Does nothing when somebody offers help already.</summary>
    /// <param name="identities">Of the simulated people.</param>
    public async Task FillAsync(IReadOnlyList<int> identities, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds();
        tools.Saw([.. Tools.SelectMany(tool => identities.Where((_, i) => i % tool.OneIn == 0).Select(identity => new SeenTool(identity, at, tool.Kind, tool.Name)))]);
        if ((await offers.ListAsync(topic: null, viewerId: null, cancellationToken)).Offers.Count > 0)
        {
            return;
        }

        var company = roster.Current;
        string[] shown = [.. company.People.Where(static person => person.Participation is Participation.Named or Participation.Pseudonym).Select(static person => person.Id)];
        var helpers = Math.Min(MostHelpers, shown.Length / 8);
        for (var i = 0; i < helpers; i++)
        {
            var (topics, note) = Offers[i % Offers.Length];
            await offers.PublishAsync(shown[i * 8], topics, note, cancellationToken);
            for (var grateful = 0; grateful < i % 6; grateful++)
            {
                await offers.AcceptAsync(shown[i * 8], shown[((i * 8) + 1 + grateful) % shown.Length], cancellationToken);
            }
        }

        for (var i = 0; i < Math.Min(MostKudos, shown.Length); i++)
        {
            await kudos.GiveAsync(shown[i], shown[((i * 5) + 3) % shown.Length], (KudosReason)(1 + (i % KudosChoice.All.Count)), cancellationToken);
        }

        foreach (var (i, team) in company.Teams.Index())
        {
            var kind = i % 2 == 0 ? GoalKind.Floor : GoalKind.Focus;
            await goals.SetAsync(new(team.Id, goals.MonthToSet, kind, 60, kind is GoalKind.Floor ? 3 : 0), memberId: null, "import", cancellationToken);
        }
    }
}
