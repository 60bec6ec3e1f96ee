using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Server.Advice;
using Claudeonomics.Server.Integrity;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>The same advice to everybody: each kind of it, and a rung.</summary>
internal sealed class SampleAdvice : IAdvice
{
    private static readonly DateOnly From = new(2026, 10, 26);

    public Task<OwnAdvice> OfPersonAsync(string personId, CancellationToken cancellationToken) => Task.FromResult(new OwnAdvice(
        From, From.AddDays(25), 1_731.4m,
        [
            new(AdviceKind.ContextBloat, 212.37m, 1_904, 17, 12, [], [At(12, 9, 41.2m), At(6, 14, 38.05m), At(19, 11, 12.4m)]),
            new(AdviceKind.CacheLostToPauses, 61.8m, 74, 15, 0, [], [At(3, 13, 9.3m)]),
            new(AdviceKind.FlatContextNearLimit, 44.02m, 310, 4, 0, [], [At(12, 9, 30.11m)]),
            new(AdviceKind.UnsupervisedStretch, 32.5m, 210, 2, 0, [], [At(20, 19, 20.5m)]),
            new(AdviceKind.DearModelForTinyAnswers, 18.9m, 480, 20, 0, ["claude-haiku-4-5"], [At(9, 10, 0.6m)]),
        ],
        [
            new("f1", personId, "you", FindingKind.Waste, From.AddDays(14), From.AddDays(20), LadderStep.Advice, false, false, 2_400_000, 0,
            [
                new(SignalFamily.Supervision, "long-alone", 1, 2.5, 0.5, "The agent worked for 2.5 hours without a prompt or decision of a person."),
                new(SignalFamily.Productivity, "nothing-left", 2, 0, 0, "2.4 million weighted tokens, and no edit accepted, no line changed, no commit."),
            ],
            null, null, null, null, null),
        ]));

    private static AdviceExample At(int day, int hour, decimal usd) => new(new(2026, 11, day, hour, 12, 0, TimeSpan.Zero), usd);
}
