using Claudeonomics.Core.Fold;

namespace Claudeonomics.Tests.Fold;

public sealed class KeySetTests
{
    [Fact]
    public void AddAndRemove_RandomKeys_AgreeWithASetThatIsKnownToWork()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var set = default(KeySet);
            var judge = new HashSet<ulong>();
            for (var step = 0; step < 2_000; step++)
            {
                // Few different upper halves, so that many keys want the same slot.
                var key = ((ulong)(uint)random.Next(40) << 32) + (uint)random.Next(1, 20);
                if (random.Next(3) == 0)
                {
                    set.Remove(key);
                    judge.Remove(key);
                }
                else
                {
                    Assert.Equal(judge.Add(key), set.Add(key));
                }

                Assert.Equal(judge.Count, set.Count);
            }

            Assert.All(judge, key => Assert.True(set.Contains(key)));
        }
    }
}
