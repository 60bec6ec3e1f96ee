using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Fairness;

internal sealed partial class DayScript
{
    private const int OfTwentyModels = 20;

    // An account that exists only to be counted: the next person's, whose own day is empty.
    private bool IsSecondAccount => _person.Helper >= 0 && people[_person.Helper].Kind == _person.Kind && _person.Person.Ordinal > _person.Helper;

    private void Dishonest()
    {
        var p = _person;
        var isOn = _day >= p.Onset && Works(0.86);
        if (options.IsHonest)
        {
            OrdinaryDay(HonestShare(p));
            return;
        }

        switch (p.Kind)
        {
            case Archetype.CountsTimesTen:
                Inflate(isOn);
                return;
            case Archetype.Replay:
                OrdinaryDay();
                Repeat(isOn);
                return;
            case Archetype.SplitIdentity:
                Mirror();
                return;
            case Archetype.SharedCredentials:
                Share();
                return;
            case Archetype.SplitPullRequests:
                p.Shape = p.Shape with { Cut = (Math.Min(0.9, p.Of(0, 0.5)), 0.9) };
                OrdinaryDay();
                return;
            default:
                OrdinaryDay(HonestShare(p));
                break;
        }

        if (isOn || (p.Kind is Archetype.OnePromptADay && _day >= p.Onset))
        {
            Pad(p.Kind);
        }
    }

    // How much of an ordinary day's work is done besides.
    private static double HonestShare(MixedPerson person) => person.Kind switch
    {
        Archetype.OnePromptADay => 0,
        Archetype.LowAndSlow => 0.3,
        Archetype.CountsTimesTen or Archetype.Replay or Archetype.SplitIdentity or Archetype.SharedCredentials or Archetype.SplitPullRequests => 1,
        _ => person.Of(9, 0.6),
    };

    private void Pad(Archetype kind)
    {
        var p = _person;
        var waste = p.Shape with { Worth = Worth.Wasted };
        switch (kind)
        {
            case Archetype.IdleLoop:
                Loop(waste, p.Of(0, 9));
                break;
            case Archetype.BaselineBurning:
                Loop(waste, p.Of(0, 7));
                break;
            case Archetype.SeasonEndBurst:
                if (DaysLeftInMonth < p.Of(1, 5))
                {
                    Loop(waste, p.Of(0, 12));
                    Loop(waste, p.Of(2, 10));
                }

                break;
            case Archetype.ContextReReader:
                Play(
                    waste with
                    {
                        Calls = (int)p.Of(0, 420), Context = p.Of(1, 150_000), ContextCap = 1_000_000, Grows = false, IsWarm = true, CallsPerPrompt = p.Of(2, 45),
                        PromptPause = p.Of(3, 30), PromptPauseSigma = 0.4, CallPause = p.Of(4, 18), CallPauseSigma = 0.3, Written = p.Of(5, 70), WrittenSigma = 0.3,
                        Output = p.Of(6, 28), OutputSigma = 0.35, EditShare = 0,
                    },
                    At(p.StartsAt + 1), 9);
                break;
            case Archetype.PasteBomb:
                Play(
                    waste with
                    {
                        Calls = (int)p.Of(0, 110), CallsPerPrompt = 1, IsEven = true, PromptPause = p.Of(1, 45), PromptPauseSigma = p.Of(2, 0.3), Pasted = p.Of(3, 95_000),
                        PastedSigma = 0.25, Written = 60, WrittenSigma = 0.2, Grows = false, Context = 9_000, Output = p.Of(4, 45), OutputSigma = 0.4, ToolsPerCall = 0.05, EditShare = 0,
                    },
                    At(p.StartsAt + 2), 8);
                break;
            case Archetype.PingPong:
                PlaySideBySide((int)p.Of(0, 7), waste with
                {
                    Calls = (int)p.Of(1, 130), CallsPerPrompt = 2_000, CallPause = p.Of(2, 9), CallPauseSigma = 0.35, Output = p.Of(3, 320), OutputSigma = 0.3,
                    Written = p.Of(4, 420), WrittenSigma = 0.35, EditShare = 0, ToolsPerCall = 0.15, AskedShare = 0,
                });
                break;
            case Archetype.ScriptedPrompts:
                Script(waste, At(p.StartsAt), p.Of(0, 10));
                break;
            case Archetype.SeveralDevices:
                for (var device = 0; device < (int)p.Of(1, 4); device++)
                {
                    Script(waste, At(1 + device), p.Of(0, 16));
                }

                break;
            case Archetype.CommitSpam:
                Play(
                    waste with
                    {
                        Calls = (int)p.Of(0, 160), CallsPerPrompt = p.Of(1, 20), PromptPauseSigma = 0.3, CallPauseSigma = 0.3, CallPause = p.Of(2, 25), EditShare = 0.9, ToolsPerCall = 1, AskedShare = 0,
                        CommitsPerEdit = 0.8, LinesPerEdit = p.Of(3, 2), Removed = 1, OutputSigma = 0.3, Output = 90, WrittenSigma = 0.3, Written = 200, SendsMetrics = true,
                    },
                    At(p.StartsAt + 3), 8);
                break;
            case Archetype.UpShifting:
                Play(
                    waste with
                    {
                        Model = AgentModel.Catalogue[0], Calls = (int)p.Of(0, 450), CallsPerPrompt = 1, IsEven = true, PromptPause = p.Of(1, 40), PromptPauseSigma = p.Of(2, 0.3),
                        Context = p.Of(3, 24_000), Written = p.Of(4, 900), WrittenSigma = 0.3, Grows = false, Output = p.Of(5, 14), OutputSigma = 0.4, ToolsPerCall = 0, EditShare = 0,
                    },
                    At(p.StartsAt), 10);
                break;
            case Archetype.LowAndSlow:
                Work(
                    waste with
                    {
                        CallsPerPrompt = p.Of(0, 14), PromptPauseSigma = p.Of(1, 0.5), CallPauseSigma = 0.5, OutputSigma = p.Of(2, 0.55), Output = p.Of(3, 120), WrittenSigma = p.Of(4, 0.6),
                        Written = p.Of(5, 800), EditShare = p.Of(6, 0.02), AskedShare = 0.2,
                    },
                    p.Of(7, 0.8) * p.CallsPerDay, p.StartsAt + 1, 9, perConversation: 40);
                break;
            case Archetype.OnePromptADay:
                Play(waste with { Calls = 1, Output = 20, ToolsPerCall = 0 }, At(9.25 + (0.02 * Draws.Normal(ref _random))), 1);
                break;
            case Archetype.OkConversation:
                var first = _day - (_day % 5);
                Play(
                    waste with
                    {
                        Calls = 60, CallsPerPrompt = 2, IsEven = true, PromptPause = p.Of(0, 1_250), PromptPauseSigma = p.Of(1, 0.12), Output = p.Of(2, 25), OutputSigma = 0.4, Written = 120,
                        WrittenSigma = 0.4, ToolsPerCall = 0.1, EditShare = 0, Context = 60_000, Grows = false,
                    },
                    ConversationOf(first, 8_000), At(9), At(9 + p.Of(3, 11)));
                break;
            case Archetype.BadgeFarming:
                Farm(waste);
                break;
        }
    }

    private void Loop(SessionShape waste, double hours) =>
        Play(
            waste with
            {
                Calls = 4_000, CallsPerPrompt = 9_000, CallPause = _person.Of(3, 55), CallPauseSigma = _person.Of(4, 0.25), Written = _person.Of(5, 260), WrittenSigma = 0.3,
                Output = _person.Of(6, 130), OutputSigma = _person.Of(7, 0.3), EditShare = 0, AskedShare = 0, Context = 45_000, ContextCap = 170_000,
            },
            At(Draws.Between(ref _random, 9, 19)), hours);

    private void Script(SessionShape waste, long start, double hours)
    {
        var p = _person;
        for (var at = start; at < start + (long)(hours * MsPerHour);)
        {
            at = Play(
                waste with
                {
                    Calls = 90, CallsPerPrompt = Math.Round(p.Of(2, 3)), IsEven = true, PromptPause = p.Of(3, 200), PromptPauseSigma = p.Of(4, 0.2), CallPauseSigma = 0.3,
                    Output = p.Of(5, 140), OutputSigma = p.Of(6, 0.35), Written = p.Of(7, 500), WrittenSigma = 0.35, EditShare = 0, AskedShare = 0,
                },
                NewConversation(), at, start + (long)(hours * MsPerHour)) + 120_000;
        }
    }

    private void PlaySideBySide(int conversations, SessionShape shape)
    {
        var start = At(_person.StartsAt + Draws.Between(ref _random, 0, 6));
        for (var i = 0; i < conversations; i++)
        {
            Play(shape with { StartsWithPrompt = i == 0 }, start + (i * 2_000), 6);
        }
    }

    private void Farm(SessionShape waste)
    {
        if (Date.DayOfWeek is not DayOfWeek.Monday and not DayOfWeek.Thursday)
        {
            return;
        }

        for (var i = 0; i < OfTwentyModels; i++)
        {
            var known = AgentModel.Catalogue[i % AgentModel.Catalogue.Length];
            var model = i < AgentModel.Catalogue.Length ? known : known with { Origin = known.Origin with { Model = known.Origin.Model + "-alt" } };
            Play(
                waste with { Model = model with { Agent = model.Agent }, Calls = 2, CallsPerPrompt = 1, Output = 12, ToolsPerCall = 0, Written = _person.Of(0, 30_000), SendsMetrics = false },
                At(11 + (i * 0.05)), 1);
        }
    }

    private void Inflate(bool isOn)
    {
        var p = _person;
        var variant = p.Person.Ordinal % 4;
        var before = day.Drafts.Count;
        p.Shape = p.Shape with
        {
            Inflation = isOn ? p.Of(0, 10) : 1, InflatesCost = variant >= 2, InflatesMetrics = variant % 2 == 1, Worth = isOn ? Worth.Forged : Worth.Useful,
            SendsMetrics = true,
        };
        OrdinaryDay();
        KeepApart(before);
    }

    // Yesterday's conversations come again hours later: other names and moments, the same counts.
    private void Repeat(bool isOn)
    {
        if (!isOn)
        {
            return;
        }

        var times = (int)Math.Ceiling(_person.Of(0, 1.6));
        var own = Own().ToList();
        for (var time = 1; time <= times; time++)
        {
            var shift = (long)(_person.Of(1, 6 * time) * MsPerHour);
            var names = new Dictionary<Guid, Guid>();
            foreach (var draft in own)
            {
                var again = day.Copy(draft);
                again.ArrivedAtUnixMs = 0;
                again.Worth = Worth.Forged;
                again.Conversation = names.TryGetValue(draft.Conversation, out var name) ? name : names[draft.Conversation] = NewConversation();
                for (var i = 0; i < again.Acts.Acts.Length; i++)
                {
                    ref var act = ref again.Acts.At(i);
                    act.AtUnixMs += shift;
                    act.StartUnixMs += act.StartUnixMs == 0 ? 0 : shift;
                    act.Id = act.Id == 0 ? 0 : _random.Next();
                }
            }
        }
    }

    // The second account tells of the same calls in the same conversations.
    private void Mirror()
    {
        if (IsSecondAccount || _person.Helper < 0)
        {
            return;
        }

        OrdinaryDay();
        if (_day < _person.Onset || people[_person.Helper].Kind != _person.Kind)
        {
            return;
        }

        foreach (var draft in Own().ToList())
        {
            var again = day.Copy(draft);
            (again.Person, again.Worth, again.ArrivedAtUnixMs) = (_person.Helper, Worth.Forged, LastOf(draft) + 9_000);
        }
    }

    private void Share()
    {
        OrdinaryDay();
        if (_day < _person.Onset)
        {
            return;
        }

        for (var i = 0; i < 2; i++)
        {
            if (Works(0.86))
            {
                Work(
                    _person.Shape with { Worth = Worth.Forged, CallsPerPrompt = _person.Of(i, 6), EditShare = _person.Of(2 + i, 0.3) },
                    Draws.LogNormal(ref _random, _person.Of(4, 70), 0.4), _person.StartsAt + (i * _person.Of(5, 7)), 9);
            }
        }
    }
}
