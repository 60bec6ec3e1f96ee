using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Chance;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Activity;

/// <summary>Plays conversations: prompt, answer, decisions about tools, their results, and again.</summary>
/// <param name="company">Whose.</param>
/// <param name="costs">What Claude Code says a call costs.</param>
/// <param name="fromUnixMs">Acts before it are played and not reported.</param>
/// <param name="untilUnixMs">Conversations are cut off here.</param>
internal sealed class ConversationSteps(Company company, ReportedCosts costs, long fromUnixMs, long untilUnixMs)
{
    private const int Minute = 60_000;
    private const int ShortCacheLifetimeMs = 5 * Minute;
    private const int LongCacheLifetimeMs = 60 * Minute;

    // An answer takes at most a fifth of the gap before it, a decision and the tools at most three quarters of the gap after it:
    // so a conversation's acts never overtake each other.
    private const int MostPersonDelayMs = 30_000;
    private const int MostSettingDelayMs = 2_000;
    private const int MostToolMs = 20_000;
    private const int FirstTokenMs = 1_200;
    private const int MsPerOutputToken = 16;

    private const int OneIn12Bits = 1 << 12;
    private const int OneIn16Bits = 1 << 16;
    private const int QuickBelow = (int)(OneIn12Bits * CompanyParameters.QuickGapShare);
    private const int ThinkBelow = (int)(OneIn12Bits * (CompanyParameters.QuickGapShare + CompanyParameters.ThinkGapShare));

    // Every away gap ends with a prompt; think gaps add what is missing to one prompt in 7.9 requests.
    private const double AwayShare = 1 - CompanyParameters.QuickGapShare - CompanyParameters.ThinkGapShare;
    private const int PromptAfterThinkBelow =
        (int)(OneIn12Bits * ((1 / CompanyParameters.RequestsPerPrompt) - AwayShare) / CompanyParameters.ThinkGapShare);

    private static readonly byte[] ToolCounts = Spread(CompanyParameters.ToolsPerRequestPercent);
    private static readonly byte[] ToolKinds = Spread(CompanyParameters.ToolPercent);

    /// <param name="model">Which agent and model; <see langword="null"/> for the person's choice.</param>
    public Conversation Open(in PlannedSession planned, long startUnixMs, AgentModel? model = null)
    {
        var person = company.People[planned.Person];
        var random = SplitMix64.For(company.Options.Seed, Purpose.Session, planned.Person, planned.Day, planned.Index);
        var chosen = random.Chance(CompanyParameters.LoyaltyShare) ? person.Favourite : AgentModel.Pick(ref random);
        var bits = random.Next();
        model ??= chosen;
        return new()
        {
            IdHigh = random.Next(),
            IdLow = random.Next(),
            Person = planned.Person,
            Model = (byte)model.Ordinal,
            ExportPhaseMs = (int)(bits & 0xFFFF) % (CompanyParameters.LogsExportMs / 1000) * 1000,
            IsAttended = planned.IsAttended,
            WritesLiveAnHour = random.Chance(CompanyParameters.HourWriteShare),
            ExportsMetrics = person.ExportsMetrics && model.Agent is AgentKind.ClaudeCode or AgentKind.GeminiCli,
            SessionFactor = Tables.Session.Draw(bits >> 16),
            ContextLimit = random.Chance(CompanyParameters.LongContextShare)
                ? CompanyParameters.LongContextTokens
                : CompanyParameters.ShortContextTokens,
            RequestsLeft = planned.Requests,
            NextAt = startUnixMs + CompanyParameters.QuickGapMedianMs + (long)(bits >> 28 & 0x3FF),
            GapMs = CompanyParameters.QuickGapMedianMs,
            Counters = new() { OpenedAt = startUnixMs, StartAt = startUnixMs },
            IsFirstRequest = true,
            StartsWithPrompt = true,
            Random = random,
        };
    }

    /// <summary>Plays everything up to a moment, included.</summary>
    public void PlayUntil(ref Conversation conversation, long unixMs, ActBuffer acts)
    {
        while (conversation.RequestsLeft > 0 && conversation.NextAt <= unixMs)
        {
            if (conversation.AreToolsRunning)
            {
                EndTools(ref conversation, acts);
            }
            else if (conversation.NextAt < untilUnixMs)
            {
                Answer(ref conversation, acts);
            }
            else
            {
                conversation.RequestsLeft = 0;
            }
        }
    }

    private void Answer(ref Conversation c, ActBuffer acts)
    {
        var model = AgentModel.Catalogue[c.Model];
        var bits = c.Random.Next();
        var more = c.Random.Next();
        var output = Math.Max(1, Tables.Output.Draw(bits));
        var durationMs = Math.Min(FirstTokenMs + (output * MsPerOutputToken), c.GapMs / 5);
        var at = c.NextAt;
        if (c.StartsWithPrompt)
        {
            c.Prompt = c.Sequence;
            Begin(ref c, acts, ActKind.Prompt, at - durationMs - 1, model.Origin);
            KeepIfWithin(acts, at - durationMs - 1);
        }

        if ((more >> 48) < (ulong)(OneIn16Bits * CompanyParameters.ErrorShare))
        {
            Fail(ref c, acts, at - (durationMs / 2), model);
        }

        ref var call = ref Begin(ref c, acts, ActKind.Call, at, model.Origin);
        call.DurationMs = durationMs;
        call.Output = output;
        DrawCall(ref c, ref call, model, bits, more);
        if (c.ExportsMetrics && IsWithin(at))
        {
            CounterActs.Count(ref c, call, model);
        }

        KeepIfWithin(acts, at);
        DrawNext(ref c, at, model.Agent);
    }

    private void DrawCall(ref Conversation c, ref Act call, AgentModel model, ulong bits, ulong more)
    {
        var fresh = 1 + (int)((more & 0xFFFF) * CompanyParameters.MostUncachedInputTokens / OneIn16Bits);
        var coldRead = (int)(more >> 16 & 0xFFFF) * CompanyParameters.MostColdReadShare / OneIn16Bits;
        int written;
        if (c.IsFirstRequest)
        {
            const int spread = CompanyParameters.MostFirstWriteTokens - CompanyParameters.LeastFirstWriteTokens;
            written = CompanyParameters.LeastFirstWriteTokens + (int)((bits >> 12 & 0xFFFF) * spread / OneIn16Bits);
            call.CacheRead = (int)(written * coldRead / (1 - coldRead));
        }
        else
        {
            var drawn = (long)CompanyParameters.MedianRequestTokens * c.SessionFactor / Tables.One
                * Tables.Request.Draw(bits >> 12) / Tables.One;
            var cacheable = Math.Max(2, (int)Math.Min(drawn, c.ContextLimit) - call.Output - fresh);
            written = c.IsCacheCold
                ? cacheable - (int)(cacheable * coldRead)
                : Math.Min(Tables.Write.Draw(bits >> 24), cacheable / 2);
            call.CacheRead = cacheable - written;
        }

        call.Id = c.Random.Next();
        call.WritesLiveAnHour = c.WritesLiveAnHour && model.Origin.Provider == Act.AnthropicProvider;
        if (model.Agent is AgentKind.ClaudeCode)
        {
            var isHelper = (more >> 32 & 0xFFFF) < (ulong)(OneIn16Bits * AgentModel.HelperShare);
            call.Origin = isHelper ? AgentModel.Helper.Origin : model.Origin;
            call.UncachedInput = fresh;
            call.CacheWrite = written;
            call.CostMicros = costs.MicrosOf(call, isHelper ? AgentModel.Helper : model);
            return;
        }

        // Google's caches have no writes to tell of: what was not read is input.
        var tellsWrites = model.Origin.Provider is Act.AnthropicProvider or "openai";
        call.UncachedInput = tellsWrites ? fresh : fresh + written;
        call.CacheWrite = tellsWrites ? written : 0;
        call.Reasoning = (int)(call.Output * CompanyParameters.ReasoningShare);
        call.CostMicros = -1;
    }

    private void Fail(ref Conversation c, ActBuffer acts, long at, AgentModel model)
    {
        ref var error = ref Begin(ref c, acts, ActKind.Error, at, model.Origin);
        error.Id = c.Random.Next();
        error.Status = c.Random.Pick(CompanyParameters.ErrorPercent) switch
        {
            0 => (short)((c.Random.Next() & 1) == 0 ? 529 : 429),
            1 => 500,
            _ => 0,
        };
        error.Attempt = (byte)(1 + c.Random.Pick(CompanyParameters.ErrorAttemptPercent));
        KeepIfWithin(acts, at);
    }

    private static void DrawNext(ref Conversation c, long answeredAt, AgentKind agent)
    {
        var bits = c.Random.Next();
        var kind = (int)(bits >> 52);
        var isQuick = !c.IsAttended || kind < QuickBelow;
        var isAway = !isQuick && kind >= ThinkBelow;
        c.GapMs = (isQuick ? Tables.QuickGap : isAway ? Tables.AwayGap : Tables.ThinkGap).Draw(bits);
        c.StartsWithPrompt = isAway || (!isQuick && (int)(bits >> 12 & 0xFFF) < PromptAfterThinkBelow);
        c.IsCacheCold = c.GapMs > (c.WritesLiveAnHour ? LongCacheLifetimeMs : ShortCacheLifetimeMs);
        c.IsFirstRequest = false;
        c.AnsweredAt = answeredAt;

        // Spans tell of calls only.
        c.ToolCount = agent is AgentKind.OpenCode ? (byte)0 : ToolCounts[(int)(bits >> 24 & 0xFF)];
        if (c.ToolCount == 0)
        {
            EndRequest(ref c);
            return;
        }

        c.AreToolsRunning = true;
        c.ArePersonsAsked = c.IsAttended && (int)(bits >> 32 & 0xFFF) < (int)(OneIn12Bits * CompanyParameters.AskedShare);
        c.DecisionDelayMs = c.ArePersonsAsked
            ? Math.Min(c.GapMs / 2, MostPersonDelayMs)
            : Math.Min(c.GapMs / 8, MostSettingDelayMs);
        c.NextAt = answeredAt + c.DecisionDelayMs + Math.Min(c.GapMs / 4, MostToolMs);
    }

    private void EndTools(ref Conversation c, ActBuffer acts)
    {
        // Tools of one answer are decided upon together and run together, a millisecond apart: where an agent gives tool uses no
        // id, their moment tells them apart.
        var bits = c.Random.Next();
        var origin = AgentModel.Catalogue[c.Model].Origin;
        var decidedAt = c.AnsweredAt + c.DecisionDelayMs;
        for (var i = 0; i < c.ToolCount; i++)
        {
            DrawToolUse(c, ref Begin(ref c, acts, ActKind.Decision, decidedAt + i, origin), bits, i);
            KeepIfWithin(acts, decidedAt + i);
        }

        for (var i = 0; i < c.ToolCount; i++)
        {
            var endedAt = c.NextAt - (c.ToolCount - 1 - i);
            ref var result = ref Begin(ref c, acts, ActKind.ToolResult, endedAt, origin);
            DrawToolUse(c, ref result, bits, i);
            result.DurationMs = (int)(endedAt - decidedAt);
            if (c.ExportsMetrics && IsWithin(endedAt))
            {
                CounterActs.Count(ref c, result);
            }

            if (result.Decider is not Decider.PersonAgainst)
            {
                KeepIfWithin(acts, endedAt);
            }
        }

        EndRequest(ref c);
    }

    private static void DrawToolUse(in Conversation c, ref Act act, ulong toolBits, int index)
    {
        var bits = SplitMix64.Mix(unchecked(toolBits + (ulong)index));
        act.Id = bits;
        act.Tool = (Tool)ToolKinds[(int)(bits & 0xFF)];
        if (c.ArePersonsAsked && act.Tool is Tool.Bash or Tool.Edit or Tool.Write)
        {
            act.Decider = (bits >> 8 & 0xFFFF) < (ulong)(OneIn16Bits * CompanyParameters.RejectedShare)
                ? Decider.PersonAgainst
                : Decider.Person;
        }
    }

    private static void EndRequest(ref Conversation c)
    {
        c.AreToolsRunning = false;
        c.RequestsLeft--;
        c.NextAt = c.AnsweredAt + c.GapMs;
    }

    private static ref Act Begin(ref Conversation c, ActBuffer acts, ActKind kind, long at, CallOrigin origin)
    {
        ref var act = ref acts.Begin(kind, at, origin);
        act.Sequence = c.Sequence++;
        act.Prompt = c.Prompt;
        return ref act;
    }

    private void KeepIfWithin(ActBuffer acts, long at)
    {
        if (IsWithin(at))
        {
            acts.Keep();
        }
    }

    private bool IsWithin(long at) => at >= fromUnixMs && at < untilUnixMs;

    /// <summary>Turns shares of 100 into a table of 256 equally likely indices.</summary>
    private static byte[] Spread(ReadOnlySpan<byte> percent)
    {
        var table = new byte[256];
        var index = 0;
        var end = (int)percent[0];
        for (var i = 0; i < table.Length; i++)
        {
            while ((i + 0.5) * 100 / table.Length >= end)
            {
                end += percent[++index];
            }

            table[i] = (byte)index;
        }

        return table;
    }
}
