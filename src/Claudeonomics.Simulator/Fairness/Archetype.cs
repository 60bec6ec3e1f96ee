namespace Claudeonomics.Simulator.Fairness;

/// <summary>How somebody of a population with known truth uses agents. The names are written to population files and never change.</summary>
public enum Archetype : byte
{
    /// <summary>Works with one agent at a time, in office hours.</summary>
    Ordinary = 0,

    // ---- honest, and easily mistaken ----

    /// <summary>Now and then leaves an agent to change a code base over night; merges in the morning.</summary>
    OvernightMigration = 1,

    /// <summary>Has scripts try hundreds of small tasks, day and night.</summary>
    EvaluationFarm = 2,

    /// <summary>Every push starts agents without anybody at the keyboard.</summary>
    ContinuousIntegration = 3,

    /// <summary>A code base that fills the context from the first call.</summary>
    Monorepo = 4,

    /// <summary>Reads and asks, and never edits or commits.</summary>
    Researcher = 5,

    /// <summary>Writes documents: a prompt every few calls, long answers, no commits.</summary>
    Writer = 6,

    /// <summary>Many short conversations, hardly an edit.</summary>
    Support = 7,

    /// <summary>Ordinary, but for some nights with an outage.</summary>
    IncidentNights = 8,

    /// <summary>Works from ten in the evening to six.</summary>
    ShiftWorker = 9,

    PartTime = 10,

    /// <summary>Away for weeks, then back.</summary>
    Leave = 11,

    /// <summary>Nothing at first, then much: learning.</summary>
    NewStarter = 12,

    /// <summary>Speaks prompts: many, short, evenly spaced.</summary>
    VoicePrompts = 13,

    /// <summary>Leads several agents side by side.</summary>
    Orchestrator = 14,

    /// <summary>Two people at one keyboard: one has double days, the other none.</summary>
    PairProgramming = 15,

    /// <summary>A collector that delivers twice, and copies records into a second conversation.</summary>
    CollectorDuplicates = 16,

    /// <summary>A collector whose clock is wrong and whose data is late.</summary>
    CollectorSkew = 17,

    /// <summary>A collector that loses prompts, decisions and metrics on some days.</summary>
    CollectorLosses = 18,

    /// <summary>Once, one huge job of two days that reads much, runs through the night and changes nothing.</summary>
    HugeHonestJob = 19,

    // ---- padding ----

    /// <summary>Leaves an agent in a loop for hours.</summary>
    IdleLoop = 40,

    /// <summary>Sends a full context again and again for a word.</summary>
    ContextReReader = 41,

    /// <summary>Pastes huge texts for tiny answers.</summary>
    PasteBomb = 42,

    /// <summary>Agents that write to each other.</summary>
    PingPong = 43,

    /// <summary>A script types prompts, with jitter.</summary>
    ScriptedPrompts = 44,

    /// <summary>The same on several devices at once.</summary>
    SeveralDevices = 45,

    /// <summary>Changed the client to report ten times the tokens.</summary>
    CountsTimesTen = 46,

    /// <summary>Sends old records again under new names.</summary>
    Replay = 47,

    /// <summary>Has one's usage count for a second account too.</summary>
    SplitIdentity = 48,

    /// <summary>Several people behind one account.</summary>
    SharedCredentials = 49,

    /// <summary>Commits that are taken back later.</summary>
    CommitSpam = 50,

    /// <summary>Dear models for answers of a few words.</summary>
    UpShifting = 51,

    /// <summary>Loops in the last days of a month only.</summary>
    SeasonEndBurst = 52,

    /// <summary>A third of real work, with padding between.</summary>
    LowAndSlow = 53,

    // ---- playing the rules ----

    /// <summary>One scripted prompt a day, to look steady.</summary>
    OnePromptADay = 80,

    /// <summary>A conversation of five days, kept alive by "ok".</summary>
    OkConversation = 81,

    /// <summary>Real work, cut into many pull requests.</summary>
    SplitPullRequests = 82,

    /// <summary>Pads from the start, so that padding looks usual later.</summary>
    BaselineBurning = 83,

    /// <summary>One call to each of twenty models, and caches written for nothing.</summary>
    BadgeFarming = 84,
}

/// <summary>What tokens were for. The truth, which no reader of telemetry knows.</summary>
public enum Worth : byte
{
    /// <summary>Somebody wanted the answer.</summary>
    Useful = 0,

    /// <summary>Really used, and wanted by nobody.</summary>
    Wasted = 1,

    /// <summary>Never used, or not by who is named.</summary>
    Forged = 2,
}
