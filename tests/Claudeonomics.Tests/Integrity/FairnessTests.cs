using Claudeonomics.Benchmarks.Fairness;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Tests.Integrity;

/// <summary>The short form of <c>./bench.sh fairness</c>: a floor under what docs/integrity.md measures at full size.</summary>
public sealed class FairnessTests
{
    [Theory]
    [InlineData(true, 41)]
    [InlineData(false, 42)]
    public void Rules_OnASmallPopulation_StayAboveTheirFloor(bool isTuned, int seed)
    {
        var population = FairnessPopulations.Of(300, 8, (ulong)seed, isTuned ? MixedPart.Tuned : MixedPart.Judged) with { Prevalence = 0.08 };
        var run = new FairnessRun(new MixedPopulation(population), population.FirstDay, IntegrityRules.Default);
        run.Run();
        var tally = new FairnessTally();
        tally.Add(run);

        Assert.InRange(tally.Recall.Value, 0.5, 1);
        Assert.InRange(tally.Precision.Value, 0.9, 1);
        Assert.InRange(tally.BenignWeeks.Value, 0, 0.002);
        Assert.InRange(tally.NamedPrecision, 0.9, 1);
        Assert.InRange(tally.MeanGain, -0.03, 0.03);
    }

    [Theory]
    [InlineData(Archetype.IdleLoop)]
    [InlineData(Archetype.ScriptedPrompts)]
    [InlineData(Archetype.EvaluationFarm)]
    [InlineData(Archetype.Ordinary)]
    public void Rules_InACompanyOfOne_TakeNothingAway(Archetype kind)
    {
        var run = RunOf(new(1, 42, 3, new(2026, 11, 1), ArchetypeSplit.IsAttack(kind) ? 1 : 0, ArchetypeSplit.IsAttack(kind) ? 0 : 1, [kind], [kind]));

        Assert.DoesNotContain(run.Findings, static finding => finding.Kind is FindingKind.Waste && finding.IsPastAdvice);
    }

    [Fact]
    public void Rules_OnHugeHonestJobs_NeverGoPastAdvice()
    {
        var run = RunOf(new(80, 42, 7, new(2026, 11, 1), 0, 0.5, [Archetype.HugeHonestJob, Archetype.OvernightMigration], []));

        Assert.Contains(run.Findings, static finding => finding.Kind is FindingKind.Waste);
        Assert.DoesNotContain(run.Findings, static finding => finding.IsPastAdvice);
    }

    [Fact]
    public void Population_SameOptions_GivesTheSameRecords()
    {
        var options = FairnessPopulations.Of(40, 2, 9, MixedPart.All);

        Assert.Equal(Fingerprint(options), Fingerprint(options));
        Assert.NotEqual(Fingerprint(options), Fingerprint(options with { Seed = 10 }));
    }

    private static FairnessRun RunOf(MixedPopulationOptions population)
    {
        var run = new FairnessRun(new MixedPopulation(population), population.FirstDay, IntegrityRules.Default);
        run.Run();
        return run;
    }

    private static int Fingerprint(MixedPopulationOptions options)
    {
        var population = new MixedPopulation(options);
        var hash = default(HashCode);
        var last = 0L;
        while (population.TryRead(out var export))
        {
            Assert.True(export.ArrivedAtUnixMs >= last - 86_400_000);
            last = export.ArrivedAtUnixMs;
            hash.Add(export.Conversation);
            hash.Add(export.Worth);
            foreach (ref readonly var act in export.Acts)
            {
                hash.Add(act.AtUnixMs);
                hash.Add(act.Output);
                hash.Add(act.Value);
            }
        }

        return hash.ToHashCode();
    }
}
