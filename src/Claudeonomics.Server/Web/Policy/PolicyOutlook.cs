using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Text;

namespace Claudeonomics.Server.Web.Policy;

/// <summary>What a policy would be for this company as it is today.</summary>
/// <param name="Lines">Each line with whether it differs from the one in force.</param>
/// <param name="HasBoard">Whether enough people take part for a board.</param>
/// <param name="TeamsTold">Teams that could be told about if everybody in them who takes part used something.</param>
/// <param name="NeedsApproval">Whether it takes a second person.</param>
public sealed record PolicyOutlook(
    PrivacyPolicy Policy, bool IsInForce, IReadOnlyList<(string Line, string Words, bool Differs)> Lines, bool HasBoard, int TeamsTold, int Teams, bool NeedsApproval)
{
    internal static IReadOnlyList<PolicyOutlook> OfAll(PrivacyPolicy inForce, OptIn optIn, RosterScopes scopes, DateOnly today)
    {
        var roster = scopes.Roster;
        var (inTeams, withoutTeam) = (new int[roster.Teams.Count], 0);
        for (var person = 0; person < roster.People.Count; person++)
        {
            if (!roster.People[person].Participates)
            {
                continue;
            }

            if (scopes.TeamOn(person, today) is >= 0 and var team)
            {
                inTeams[team]++;
            }
            else
            {
                withoutTeam++;
            }
        }

        var now = PolicyWords.Lines(inForce, optIn.OnlyThePerson);
        var participants = inTeams.Sum() + withoutTeam;
        return [.. PrivacyPolicy.All.Select(Of)];

        PolicyOutlook Of(PrivacyPolicy policy)
        {
            // Under a policy that is exact, each team is judged by itself.
            var told = policy.GuardsGroups ? ToldTeams.Of(SteadyTeams.Of(roster.Teams), inTeams, withoutTeam, policy.SmallestGroup) : null;
            var then = PolicyWords.Lines(policy, optIn.With(policy).OnlyThePerson);
            return new(
                policy, policy == inForce, [.. then.Zip(now, static (line, before) => (line.Line, line.Words, line.Words != before.Words))],
                participants >= policy.SmallestBoard, Enumerable.Range(0, inTeams.Length).Count(team => told?.IsRowTold(team) ?? inTeams[team] >= policy.SmallestGroup),
                inTeams.Length, participants > 0 && policy.ShowsMoreThan(inForce));
        }
    }
}
