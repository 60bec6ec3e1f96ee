using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Fairness;

internal sealed partial class DayScript
{
    private void Honest()
    {
        var p = _person;
        var shape = p.Shape;
        switch (p.Kind)
        {
            case Archetype.OvernightMigration:
                OrdinaryDay();
                if (_day % (int)p.Of(0, 17) == 8)
                {
                    Migrate(shape);
                }

                break;
            case Archetype.EvaluationFarm:
                OrdinaryDay(0.4);
                if (_day / 5 % 3 != 2)
                {
                    RunScripts((int)p.Of(0, 90), 0, 24, 12, shape with { Written = 900, WrittenSigma = 0.5, Output = 180, OutputSigma = 0.5, EditShare = 0.05 });
                }

                break;
            case Archetype.ContinuousIntegration:
                OrdinaryDay();
                RunScripts((int)p.Of(0, IsWeekend ? 12 : 40), 0, 24, 9, shape with { EditShare = 0.1, OutputSigma = 0.8 });
                break;
            case Archetype.Monorepo:
                if (Works(0.82))
                {
                    Work(shape with { Context = p.Of(0, 150_000), ContextCap = p.Of(1, 500_000), Written = p.Of(2, 2_500) },
                        0.7 * Draws.LogNormal(ref _random, p.CallsPerDay, 0.5), p.StartsAt, 9);
                }

                break;
            case Archetype.Researcher:
                if (Works(0.82))
                {
                    Work(shape with { EditShare = 0, CallsPerPrompt = p.Of(0, 9), Output = p.Of(1, 420), Written = p.Of(2, 2_800), PromptPause = 140 },
                        p.CallsPerDay, p.StartsAt, 9.5);
                }

                break;
            case Archetype.Writer:
                if (Works(0.82))
                {
                    Work(shape with { CallsPerPrompt = p.Of(0, 2.6), Output = p.Of(1, 900), EditShare = 0.55, CommitsPerEdit = 0, PromptPause = p.Of(2, 200) },
                        0.7 * p.CallsPerDay, p.StartsAt, 9);
                }

                break;
            case Archetype.Support:
                if (Works(0.85))
                {
                    Work(shape with { CallsPerPrompt = p.Of(0, 2), Output = p.Of(1, 150), EditShare = 0.01, PromptPause = p.Of(2, 55), Pasted = p.Of(3, 1_800), PastedSigma = 1 },
                        p.CallsPerDay, p.StartsAt, 9, perConversation: p.Of(4, 7));
                }

                break;
            case Archetype.IncidentNights:
                OrdinaryDay();
                if (_day % (int)p.Of(0, 26) is 11 or 12)
                {
                    Work(shape with { EditShare = 0.03, CallsPerPrompt = p.Of(1, 4), PromptPause = 40 }, p.Of(2, 260), 20, 9);
                }

                break;
            case Archetype.ShiftWorker:
                if (Works(0.8))
                {
                    Work(shape, Draws.LogNormal(ref _random, p.CallsPerDay, 0.55), 21.8, 8.3);
                }

                break;
            case Archetype.PartTime:
                if ((int)Date.DayOfWeek is >= 1 and <= 3 && (int)Date.DayOfWeek <= p.Person.WorkingDaysPerWeek)
                {
                    OrdinaryDay();
                }

                break;
            case Archetype.Leave:
                if (_day < p.Onset + 14 || _day > p.Onset + 14 + (int)p.Of(0, 28))
                {
                    OrdinaryDay();
                }

                break;
            case Archetype.NewStarter:
                if (_day >= p.Onset + 7 && Works(0.9))
                {
                    var isFresh = _day < p.Onset + 21;
                    Work(shape with { CallsPerPrompt = isFresh ? p.Of(0, 3) : shape.CallsPerPrompt, EditShare = isFresh ? 0.1 : shape.EditShare },
                        (isFresh ? p.Of(1, 3) : 1) * p.CallsPerDay, p.StartsAt, 9.5);
                }

                break;
            case Archetype.VoicePrompts:
                if (Works(0.82))
                {
                    Work(shape with { CallsPerPrompt = p.Of(0, 1.6), PromptPause = p.Of(1, 26), PromptPauseSigma = p.Of(2, 0.62), AskedShare = 0.1 },
                        1.2 * p.CallsPerDay, p.StartsAt, 9);
                }

                break;
            case Archetype.Orchestrator:
                Orchestrate(shape);
                break;
            case Archetype.PairProgramming:
                if (p.Helper >= 0 && Works(0.82) && (_day + p.Person.Ordinal) % 2 == 0)
                {
                    Work(shape, p.Of(0, 2) * p.CallsPerDay, p.StartsAt, 9.5);
                }

                break;
            case Archetype.CollectorDuplicates:
                Collect(static script => script.DeliverTwice());
                break;
            case Archetype.CollectorSkew:
                Collect(static script => script.Skew());
                break;
            case Archetype.CollectorLosses:
                var isBad = _day / 3 % 4 == 1;
                p.Shape = shape with { LosesSignals = isBad, LosesMetrics = isBad ? 0.6 : 0.05 };
                OrdinaryDay();
                break;
            case Archetype.HugeHonestJob:
                OrdinaryDay();
                HugeJob(shape);
                break;
            default:
                OrdinaryDay();
                break;
        }
    }

    private void Migrate(SessionShape shape) =>
        Play(
            shape with
            {
                Calls = (int)_person.Of(1, 900), CallsPerPrompt = 4_000, CallPause = _person.Of(2, 22), EditShare = _person.Of(3, 0.4), AskedShare = 0,
                CommitsPerEdit = 0.05, OutputSigma = 0.9,
            },
            At(18.5), _person.Of(4, 12));

    private void HugeJob(SessionShape shape)
    {
        var first = _person.Onset + 9;
        if (_day == first || _day == first + 1)
        {
            // One conversation over two days: the second one goes on where the first ended.
            Play(
                shape with { Calls = (int)_person.Of(0, 1_500), CallsPerPrompt = _person.Of(1, 300), EditShare = 0, AskedShare = 0, CallPause = _person.Of(2, 30), OutputSigma = 0.6 },
                ConversationOf(first, 9_000), At(_day == first ? 9.5 : 0), At(_day == first ? 24 : 15));
        }
    }

    private void Orchestrate(SessionShape shape)
    {
        if (!Works(0.85))
        {
            return;
        }

        var agents = (int)_person.Of(0, 5);
        for (var i = 0; i < agents; i++)
        {
            Work(
                shape with { CallsPerPrompt = _person.Of(1, 24), PromptPause = _person.Of(2, 260), AskedShare = 0.03, EditShare = 0.3 },
                _person.Of(3, 110), _person.StartsAt, 9, perConversation: 60);
        }
    }

    /// <summary>Conversations that nobody typed into.</summary>
    private void RunScripts(int conversations, double fromHour, double toHour, double calls, SessionShape shape)
    {
        for (var i = 0; i < conversations; i++)
        {
            Play(
                shape with { Calls = Count(calls, 0.4), CallsPerPrompt = 1_000, IsAttended = false, AskedShare = 0, CallPause = 5, CallPauseSigma = 0.5 },
                At(Draws.Between(ref _random, fromHour, toHour)), 2);
        }
    }

    private void Collect(Action<DayScript> damage)
    {
        OrdinaryDay();
        if (_random.Chance(0.5))
        {
            damage(this);
        }
    }

    private IEnumerable<Draft> Own(int from = 0)
    {
        for (var i = from; i < day.Drafts.Count; i++)
        {
            if (day.Drafts[i].Person == _person.Person.Ordinal)
            {
                yield return day.Drafts[i];
            }
        }
    }

    private void DeliverTwice()
    {
        var copied = NewConversation();
        foreach (var draft in Own().ToList())
        {
            var again = day.Copy(draft);
            if (_random.Chance(0.7))
            {
                (again.IsResend, again.ArrivedAtUnixMs) = (true, LastOf(draft) + 40_000);
            }
            else
            {
                // A resumed conversation repeats the history of the one before: same moments, same requests, another name.
                (again.IsResend, again.Conversation) = (true, copied);
            }
        }
    }

    private void Skew()
    {
        var drift = (long)(Draws.Between(ref _random, -9, 9) * 60_000);
        foreach (var draft in Own())
        {
            for (var i = 0; i < draft.Acts.Acts.Length; i++)
            {
                draft.Acts.At(i).AtUnixMs += drift;
            }

            draft.ArrivedAtUnixMs = LastOf(draft) + (long)(Draws.Between(ref _random, 0.1, 9) * MsPerHour);
        }
    }

    private static long LastOf(Draft draft)
    {
        var acts = draft.Acts.Acts;
        return acts.Length == 0 ? 0 : acts[^1].AtUnixMs;
    }
}
