using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Help;

/// <summary>Generated histories of thanks, against a second bookkeeping that only knows who said what when.</summary>
public sealed class HelpHistoryTests
{
    private static readonly Participation[] Ways = Enum.GetValues<Participation>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Thanks_AfterAnyHistory_AreWhatWasSaidAndNotTakenBack(int seed)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var company = await HelpCompany.StartAsync();
        var services = company.Server.Services;
        var (people, kudos, offers) = (services.GetRequiredService<PeopleService>(), services.GetRequiredService<KudosService>(), services.GetRequiredService<OfferService>());
        var random = new Random(seed);
        string[] names = ["ann", "ben", "cat", "dan", "eve", "finn", "gia"];
        var takes = new Dictionary<string, Participation>();
        var ids = new Dictionary<string, string>();
        foreach (var name in names)
        {
            var (person, _) = (await people.PutAsync($"{name}@corp.example", new(Name: name, Participation: Participation.Named), "test", stop))!.Value;
            (ids[name], takes[name]) = (person.Id, Participation.Named);
        }

        var said = new Dictionary<(string From, string To, DateOnly Week), (KudosReason Reason, DateOnly Day, Participation As)>();
        var published = new Dictionary<string, Participation>();
        var helped = new Dictionary<(string From, string To), DateOnly>();
        for (var step = 0; step < 260; step++)
        {
            var (from, to) = (names[random.Next(names.Length)], names[random.Next(names.Length)]);
            var today = DateOnly.FromDateTime(company.Clock.GetUtcNow().UtcDateTime);
            var week = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
            var isSeen = takes[to] is Participation.Named or Participation.Pseudonym;
            switch (random.Next(10))
            {
                case <= 3:
                    var reason = (KudosReason)random.Next(1, 7);
                    var given = await kudos.GiveAsync(ids[from], ids[to], reason, stop);
                    Assert.Equal(takes[from] is Participation.No ? KudosOutcome.NotTakingPart : from == to || !isSeen ? KudosOutcome.NoSuchPerson : KudosOutcome.Done, given);
                    if (given is KudosOutcome.Done)
                    {
                        said[(from, to, week)] = (reason, said.TryGetValue((from, to, week), out var known) ? known.Day : today, takes[from]);
                    }

                    break;
                case 4:
                    Assert.Equal(said.Remove((from, to, week)), await kudos.TakeBackAsync(ids[from], ids[to], stop));
                    break;
                case 5:
                    if (await offers.PublishAsync(ids[from], ["tests"], "", stop) is HelpOutcome.Done)
                    {
                        published[from] = takes[from];
                    }

                    break;
                case 6:
                    var isOffered = from != to && published.TryGetValue(to, out var way) && way == takes[to];
                    var accepted = await offers.AcceptAsync(ids[to], ids[from], stop);
                    Assert.Equal(takes[from] is Participation.No ? HelpOutcome.NotShown : isOffered ? HelpOutcome.Done : HelpOutcome.NoSuchOffer, accepted);
                    if (accepted is HelpOutcome.Done)
                    {
                        helped.TryAdd((from, to), today);
                    }

                    break;
                case 7:
                    takes[from] = Ways[random.Next(Ways.Length)];
                    await people.PutAsync($"{from}@corp.example", new(Participation: takes[from]), "test", stop);
                    break;
                case 8:
                    Assert.Equal(helped.Remove((from, to)), await offers.TakeBackAsync(ids[to], ids[from], stop));
                    break;
                default:
                    company.Clock.Advance(TimeSpan.FromDays(random.Next(3)));
                    break;
            }

            if (step % 20 == 0)
            {
                await CompareAsync(company, names, ids, takes, said, helped);
            }
        }

        await CompareAsync(company, names, ids, takes, said, helped);
    }

    private static async Task CompareAsync(
        HelpCompany company, string[] names, Dictionary<string, string> ids, Dictionary<string, Participation> takes,
        Dictionary<(string From, string To, DateOnly Week), (KudosReason Reason, DateOnly Day, Participation As)> said, Dictionary<(string From, string To), DateOnly> helped)
    {
        var services = company.Server.Services;
        var kudos = services.GetRequiredService<KudosService>();
        Assert.Equal(
            said.Select(k => new Thank(ids[k.Key.From], ids[k.Key.To], k.Value.Day, ThankKind.Kudos))
                .Concat(helped.Select(h => new Thank(ids[h.Key.From], ids[h.Key.To], h.Value, ThankKind.HelpAccepted))).ToHashSet(),
            services.GetRequiredService<IThanksSource>().Current.All.ToHashSet());
        foreach (var name in names)
        {
            var isIn = takes[name] is not Participation.No;
            var week = kudos.Week;
            Assert.Equal(
                said.Where(k => isIn && k.Key.From == name && k.Key.Week == week && takes[k.Key.To] is (Participation.Named or Participation.Pseudonym))
                    .Select(k => (ids[k.Key.To], k.Value.Reason)).ToHashSet(),
                (await kudos.GivenAsync(ids[name], default)).Select(given => (given.PersonId, given.Reason)).ToHashSet());
            Assert.Equal(
                said.Where(k => isIn && k.Key.To == name && takes[k.Key.From] is not Participation.No)
                    .Select(k => (k.Key.Week, k.Value.Reason, From: takes[k.Key.From] == k.Value.As && takes[k.Key.From] is not Participation.Private ? ids[k.Key.From] : null))
                    .OrderBy(k => $"{k}"),
                (await kudos.ReceivedAsync(ids[name], default)).Select(got => (got.Week, got.Reason, From: got.From?.Id)).OrderBy(k => $"{k}"));
        }
    }
}
