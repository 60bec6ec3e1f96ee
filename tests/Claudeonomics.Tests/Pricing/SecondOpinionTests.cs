using System.Globalization;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Pricing;

/// <summary>Thousands of random calls, priced twice.</summary>
public sealed class SecondOpinionTests
{
    private static readonly SecondOpinion Opinion = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Price_RandomCalls_AgreesWithTheSecondOpinion(int seed)
    {
        var random = new Random(seed);
        var listed = Opinion.Listed();
        var priced = 0;
        for (var i = 0; i < 2_500; i++)
        {
            var (provider, name) = listed[random.Next(listed.Count)];
            // A place in the name is the name's business (ModelNameTests); here it comes from the source.
            var traits = new CallTraits(
                random.Next(6) == 0 ? Speed.Fast : Speed.Standard,
                random.Next(3) == 0 ? (ServiceTier)random.Next(4) : ServiceTier.Standard,
                provider == "aws" ? (Geography)random.Next(1, 3) : (Geography)random.Next(3));
            var at = DateTimeOffset.UnixEpoch.AddMilliseconds(random.NextInt64(Calls.At("2025-06-01"), Calls.At("2027-03-01")));
            var usage = Usage(random);
            var searches = random.Next(4) == 0 ? random.Next(20) : 0;

            var call = Calls.Embedded.Price(Calls.Of(provider, name), traits, usage, at.ToUnixTimeMilliseconds(), null, searches);

            var expected = Opinion.Price(provider, name, traits, usage, at, searches);
            var told = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, call {i}: {provider} {name} {traits} {usage} {at:O} {searches}");
            if (expected is not { } price)
            {
                // The maker's list may stand in where the seller's has nothing for these traits.
                Assert.True(call.ListCostNanoUsd is null || Calls.Embedded.NameOf(Calls.Of(provider, name)).Provider != Maker(name), told);
                continue;
            }

            if (price.Most >= 1_000 || price.WithoutCache >= 1_000)
            {
                // No call costs a thousand dollars, with a cache or without: the count is wrong. Around the limit the middle of the range decides.
                Assert.True(call.ListCostNanoUsd is null || (price.Least < 1_000 && price.WithoutCache < 1_000), told);
                continue;
            }

            priced++;
            Assert.True(Nano((price.Least + price.Most) / 2) == call.ListCostNanoUsd, told);
            Assert.True(Nano(price.Most - price.Least) == call.CostSpreadNanoUsd, told);
            Assert.True(Nano(price.WithoutCache - ((price.Least + price.Most) / 2)) == call.CacheSavedNanoUsd, told);
        }

        Assert.InRange(priced, 1_500, 2_500);
    }

    private static TokenUsage Usage(Random random)
    {
        long Some(long most) => random.Next(3) == 0 ? 0 : random.NextInt64(most);
        // One in fifty is far beyond any call, so that both widths of the arithmetic are judged.
        var scale = random.Next(50) == 0 ? 1_000_000 : 1;
        return new(Some(50_000) * scale, Some(400_000) * scale, Some(30_000) * scale, Some(30_000) * scale, Some(30_000) * scale, Some(20_000) * scale, 0);
    }

    private static long Nano(decimal usd) => (long)decimal.Round(usd * 1_000_000_000, 0, MidpointRounding.AwayFromZero);

    private static string Maker(string name) => ModelName.Parse("", name).Provider;
}
