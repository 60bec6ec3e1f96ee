using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Cube;

public sealed class DimensionTableTests
{
    /// <summary>A number must be had for whatever is durable: the fold has no way to refuse it any more.</summary>
    [Fact]
    public void NumberOf_PastTheBound_IsOneWithoutNames()
    {
        var table = new DimensionTable();
        for (var i = 0; i < DimensionTable.MaxNamed; i++)
        {
            Assert.Equal(i, table.NumberOf(Of($"model-{i}", ServiceTier.Standard)));
        }

        var other = table.NumberOf(Of("one-more", ServiceTier.Batch));

        Assert.Equal(DimensionTable.MaxNamed, other);
        Assert.Equal(other, table.NumberOf(Of("another", ServiceTier.Flex)));
        Assert.Equal(7, table.NumberOf(Of("model-7", ServiceTier.Standard)));
        Assert.Equal(
            new UsageDimension("other", "", "other", new(ContextTier.Standard, default, "2026-11"), default, Source.OtlpSpan), table[other]);
        Assert.Equal(DimensionTable.MaxNamed + 1, table.Count);
    }

    private static UsageDimension Of(string model, ServiceTier tier) =>
        new("agent", "provider", model, new(ContextTier.LongContext, new(default, tier, default), "2026-11"), default, Source.OtlpSpan);
}
