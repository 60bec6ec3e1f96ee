using Claudeonomics.Core.People;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Claudeonomics.Server.Demo;

/// <summary>Tells whoever started the demo where to look, and whoever looks that nobody is real.</summary>
internal sealed class DemoGreeting(
    SignInService signIn, IRosterSource roster, SiteNotice notice, IServer server, IHostApplicationLifetime lifetime)
{
    // High enough for titles and a tier, low enough to have somebody ahead.
    private const int Place = 12;

    /// <summary>Prints a link for one of the company's people and one for an administrator.</summary>
    public async Task WelcomeAsync(DemoCompany demo, CancellationToken cancellationToken)
    {
        var person = demo.Company.People.Where(static person => person.Participation is Participation.Named)
            .OrderByDescending(static person => person.MonthlyTokens).Take(Place).LastOrDefault();
        if (person is null)
        {
            return;
        }

        var current = roster.Current;
        var identity = demo.Identities[person.Ordinal];
        var id = current.People[current.Links.First(link => link.Identity == identity).Person].Id;
        var own = await signIn.CreateLinkAsync(id, isAdministrator: false, cancellationToken);
        var admin = await signIn.CreateLinkAsync(null, isAdministrator: true, cancellationToken);
        var address = await AddressAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"""

            A simulated company of {demo.Company.People.Count} people. Each link signs one browser in, once, within a day:
              as {person.Name}:{new string(' ', Math.Max(1, 17 - person.Name.Length))}{address}{own!.Path}
              as administrator:    {address}{admin!.Path}

            """);
    }

    public void SayFilling(int days) => notice.Say(
        $"A simulated company: nobody here is real. Its last {DemoOptions.RecentDays} days are just arriving, {days} of them so far.", isPassing: true);

    public void SayFilled() => notice.Say("A simulated company: nobody here is real.", isPassing: false);

    // What it listens on is known once it does.
    private async Task<string> AddressAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
        return server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
    }
}
