using System.Globalization;

namespace Claudeonomics.Simulator.People;

/// <summary>Teams of eight people, eight teams to a group, and so on up to the company.</summary>
internal static class SimulatedTeams
{
    private static readonly string[] Topics =
    [
        "Payments", "Search", "Identity", "Maps", "Messaging", "Billing", "Storage", "Networking", "Observability", "Mobile",
        "Checkout", "Catalogue", "Recommendations", "Translation", "Video", "Photos", "Release", "Build", "Security", "Privacy",
        "Data Platform", "Streaming", "Ledger", "Risk", "Support Tools", "Design Systems", "Web", "Accessibility", "Growth",
        "Notifications", "Calendar", "Docs", "Infrastructure", "Compilers", "Databases", "Machine Learning", "Speech", "Vision",
        "Robotics", "Logistics",
    ];

    /// <summary>What a team is called by its height above the people, from teams to the largest part of a company.</summary>
    private static readonly string[] Ranks = ["", " Group", " Area", " Division", " Unit", " Organisation"];

    /// <returns>The company first, parents before their teams, the teams with people last.</returns>
    public static IReadOnlyList<SimulatedTeam> Build(int people)
    {
        var sizes = new List<int> { (people + CompanyParameters.TeamSize - 1) / CompanyParameters.TeamSize };
        while (sizes[^1] > 1)
        {
            sizes.Add((sizes[^1] + CompanyParameters.TeamSize - 1) / CompanyParameters.TeamSize);
        }

        var teams = new List<SimulatedTeam> { new(0, "Example Company", -1) };
        var firstOfParents = 0;
        for (var height = sizes.Count - 2; height >= 0; height--)
        {
            var first = teams.Count;
            for (var i = 0; i < sizes[height]; i++)
            {
                teams.Add(new(teams.Count, Name(height, i), firstOfParents + (i / CompanyParameters.TeamSize)));
            }

            firstOfParents = first;
        }

        return teams;
    }

    private static string Name(int height, int index)
    {
        // Neighbours get different topics at every height, and the same team the same name in a company of any size.
        var topic = Topics[(index + (height * 13)) % Topics.Length];
        var round = index / Topics.Length;
        var number = round == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {round + 1}");
        return topic + Ranks[Math.Min(height, Ranks.Length - 1)] + number;
    }
}
