using System.Diagnostics;
using System.Globalization;
using Claudeonomics.Benchmarks.Load;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Tracing;
using Claudeonomics.Server.Demo;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Simulator.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Benchmarks.Leak;

/// <summary>Somebody who looks at pages.</summary>
/// <param name="Number">What their pages say whose they are.</param>
/// <param name="Link">Signs a browser in, once.</param>
internal sealed record LeakViewer(int Number, string PersonId, string TeamId, Uri Link);

/// <summary>The product with the demonstration's company, of which some are viewers among many.</summary>
internal sealed class LeakCompany : IAsyncDisposable
{
    private static readonly TimeSpan FillLimit = TimeSpan.FromMinutes(5);

    private readonly Product _product;
    private readonly ControlDatabase _control;

    private LeakCompany(Product product, ControlDatabase control) => (_product, _control) = (product, control);

    public Uri Address => _product.Address;

    /// <summary>Who is found by their own number.</summary>
    public IReadOnlyList<LeakViewer> Viewers { get; private set; } = [];

    /// <summary>What this company's marks are made and read with.</summary>
    public byte[] Key => MarkKey.OpenOrCreate(_control).Bytes;

    /// <param name="viewers">How many of the company's people look at pages.</param>
    /// <param name="registered">Of so many numbers, the others of which are keys'.</param>
    public static async Task<LeakCompany> StartAsync(string dataDirectory, int people, int viewers, int registered, LeakLots lots)
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        var product = await Product.StartAsync(dataDirectory, "--demo", people.ToString(CultureInfo.InvariantCulture));
        var company = new LeakCompany(product, ControlDatabase.Open(Path.Combine(dataDirectory, ControlDatabase.FileName)));
        try
        {
            await company.WaitUntilFilledAsync();
            var simulated = Company.Create(new(people, DemoOptions.Seed, day, DemoOptions.Volume)).People;
            await company.RegisterAsync([.. simulated.Where(static person => person.Participation is Participation.Named).Take(viewers).Select(static person => person.Email)], registered, lots);
            return company;
        }
        catch
        {
            await company.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _product.DisposeAsync();
        _control.Dispose();
    }

    private async Task WaitUntilFilledAsync()
    {
        for (var start = Stopwatch.GetTimestamp(); (await _product.TextAsync("notice")).Contains("arriving", StringComparison.Ordinal); await Task.Delay(200))
        {
            if (Stopwatch.GetElapsedTime(start) > FillLimit)
            {
                throw new InvalidOperationException("The demonstration's company is not there yet.");
            }
        }
    }

    // Numbers are given at the first page: these are given before it, in another order.
    private async Task RegisterAsync(IReadOnlyList<string> emails, int registered, LeakLots lots)
    {
        var numbers = new HashSet<int>();
        while (numbers.Count < emails.Count)
        {
            numbers.Add(1 + lots.Number(registered));
        }

        using var db = _control.Read();
        var known = db.People.Where(person => emails.Contains(person.Email)).ToDictionary(static person => person.Email, static person => person.Id);
        var teams = db.Teams.Select(static team => team.Id).ToList();
        var viewers = emails.Zip(numbers, (email, number) => (Email: email, Number: number)).ToList();
        _control.Change(
            change =>
            {
                change.ViewerNumbers.AddRange(viewers.Select(viewer => new ViewerNumber { Number = viewer.Number, Viewer = known[viewer.Email] }));
                change.ViewerNumbers.AddRange(Enumerable.Range(1, registered).Where(number => !numbers.Contains(number))
                    .Select(static number => new ViewerNumber { Number = number, Viewer = string.Create(CultureInfo.InvariantCulture, $"key:{number}") }));
                return 0;
            },
            static (_, _) => { });
        var made = new List<LeakViewer>();
        foreach (var (email, number) in viewers)
        {
            made.Add(new(number, known[email], lots.Of(teams), await _product.SignInLinkAsync(email)));
        }

        Viewers = made;
    }
}
