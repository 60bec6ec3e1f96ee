using Claudeonomics.Core.People;
using Claudeonomics.Server.People;
using Claudeonomics.Simulator.People;
using Company = Claudeonomics.Simulator.People.Company;

namespace Claudeonomics.Server.Demo;

/// <summary>The simulated people in the directory: put there at the first start, found there at later ones.</summary>
internal sealed class DemoPeople(PeopleService people, TeamService teams, IRosterSource roster)
{
    private const string By = "import";
    private const int PageSize = 1_000;

    /// <summary>The company that is in the directory, or a new one that ends today.</summary>
    /// <returns><see langword="null"/> when the directory holds people who are not simulated.</returns>
    public async Task<DemoCompany?> OpenAsync(int size, DateOnly today, CancellationToken cancellationToken)
    {
        var known = await ListAsync(cancellationToken);
        var company = Company.Create(new(
            known.Count == 0 ? size : known.Count, DemoOptions.Seed,
            known.Count == 0 ? today : known.Values.Min(static person => DateOnly.FromDateTime(person.CreatedAt.UtcDateTime)),
            DemoOptions.Volume));
        if (known.Count == 0)
        {
            return new(company, await ImportAsync(company, cancellationToken));
        }

        return company.People.All(person => known.ContainsKey(person.Email))
            ? new(company, Identities(company, known))
            : null;
    }

    private async Task<int[]> ImportAsync(Company company, CancellationToken cancellationToken)
    {
        // Teams first: adding one amid two thousand new people makes the store look through all of them.
        await teams.ArrangeAsync(
            [.. company.Teams.Select(team => new TeamPlace(team.Name, team.Parent < 0 ? null : company.Teams[team.Parent].Name))],
            cancellationToken);
        var imported = await people.ImportAsync(
            [.. company.People.Select(person => new NewPerson(
                person.Email, person.Name, company.Teams[person.Team].Name, person.Participation, person.Zone.Id,
                person.WorkingDaysPerWeek))],
            By, cancellationToken);
        return [.. imported.Select(static person => person.Identity!.Value)];
    }

    private int[] Identities(Company company, Dictionary<string, PersonDetails> known)
    {
        var current = roster.Current;
        var ordinals = current.People.Index().ToDictionary(static person => person.Item.Id, static person => person.Index);
        var identities = current.Links.GroupBy(static link => link.Person, static link => link.Identity)
            .ToDictionary(static links => links.Key, static links => links.Min());
        return [.. company.People.Select(person => identities[ordinals[known[person.Email].Id]])];
    }

    private async Task<Dictionary<string, PersonDetails>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, PersonDetails>(StringComparer.OrdinalIgnoreCase);
        for (string? after = null; ;)
        {
            var page = await people.ListAsync(after, PageSize, cancellationToken);
            foreach (var person in page)
            {
                all.Add(person.Email, person);
            }

            if (page.Count < PageSize)
            {
                return all;
            }

            after = page[^1].Email;
        }
    }
}

/// <summary>A simulated company whose people the directory knows.</summary>
/// <param name="Identities">The ledger's number of each person, by ordinal.</param>
internal sealed record DemoCompany(Company Company, IReadOnlyList<int> Identities);
