using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Fairness;

/// <summary>Somebody of a mixed population: who they are, how they work, and what they are up to.</summary>
internal sealed class MixedPerson
{
    /// <summary>Numbers around 1 by which this person's parameters differ from their archetype's.</summary>
    private readonly double[] _knobs = new double[16];

    public MixedPerson(SimulatedPerson person, Archetype kind, ulong seed, double shift, int days)
    {
        (Person, Kind) = (person, kind);
        var random = SplitMix64.For(seed, Purpose.Person, person.Ordinal, 1);
        for (var i = 0; i < _knobs.Length; i++)
        {
            _knobs[i] = Draws.Between(ref random, 1 - shift, 1 + shift);
        }

        CallsPerDay = Math.Min(600, Draws.LogNormal(ref random, 55, 0.75));
        StartsAt = 9 + (0.8 * Draws.Normal(ref random));
        Onset = random.Below(Math.Max(1, Math.Min(21, days / 4)));
        SendsMetrics = person.ExportsMetrics;
        Helper = -1;
        Shape = new()
        {
            Model = person.Favourite,
            SendsMetrics = SendsMetrics,
            CallsPerPrompt = Draws.LogNormal(ref random, 6.5, 0.35),
            PromptPause = Draws.LogNormal(ref random, 70, 0.3),
            CallPause = Draws.LogNormal(ref random, 8, 0.2),
            Context = Draws.LogNormal(ref random, 28_000, 0.25),
            ContextCap = random.Chance(0.8) ? 165_000 : Math.Min(950_000, Draws.LogNormal(ref random, 320_000, 0.4)),
            Written = Draws.LogNormal(ref random, 1_500, 0.25),
            Output = Draws.LogNormal(ref random, 260, 0.25),
            EditShare = Draws.Between(ref random, 0.15, 0.4),
            AskedShare = Draws.Between(ref random, 0.05, 0.6),
            CommitsPerEdit = Draws.Between(ref random, 0.02, 0.12),
            LinesPerEdit = Draws.LogNormal(ref random, 14, 0.4),
            Removed = Draws.Between(ref random, 0.15, 0.7),
        };
    }

    public SimulatedPerson Person { get; }

    public Archetype Kind { get; }

    /// <summary>Median calls of an active day.</summary>
    public double CallsPerDay { get; set; }

    /// <summary>Local hour.</summary>
    public double StartsAt { get; }

    /// <summary>First day on which an attack goes on.</summary>
    public int Onset { get; }

    public bool SendsMetrics { get; }

    /// <summary>Ordinal of the colleague who is in it, or of the second account; -1 for none.</summary>
    public int Helper { get; set; }

    /// <summary>Ordinary work.</summary>
    public SessionShape Shape { get; set; }

    /// <summary>A parameter of this person: the archetype's, moved.</summary>
    public double Of(int knob, double value) => value * _knobs[knob];
}
