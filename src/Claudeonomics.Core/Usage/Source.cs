namespace Claudeonomics.Core.Usage;

/// <summary>How we learned of a fact. The numbers are stored in the ledger and never change their meaning.</summary>
public enum Source : byte
{
    /// <summary>A proxy that saw the request and the answer.</summary>
    Gateway = 1,

    /// <summary>An OpenTelemetry log record about one call or act.</summary>
    OtlpEvent = 2,

    /// <summary>An OpenTelemetry span about one call.</summary>
    OtlpSpan = 3,

    /// <summary>An agent's own log on the developer's machine, read by the command line.</summary>
    LocalLog = 4,

    /// <summary>An OpenTelemetry metric: a running total, not a call.</summary>
    OtlpCounter = 5,

    /// <summary>A vendor's usage report.</summary>
    VendorReport = 6,
}

/// <summary>How sure we are whose fact it is.</summary>
public enum Who : byte
{
    /// <summary>A shared key carried it, and the payload says whose it is.</summary>
    Claimed = 0,

    /// <summary>A personal key or the company's sign-in carried it.</summary>
    Known = 1,
}

/// <summary>How sure we are of the amount.</summary>
public enum Evidence : byte
{
    SelfReported = 0,

    /// <summary>Two independent sources agree.</summary>
    Corroborated = 1,

    /// <summary>A gateway or a vendor counted.</summary>
    Metered = 2,
}

/// <summary>How far a sum can be relied on: who it belongs to and how much it is are separate questions.</summary>
public readonly record struct Trust(Who Who, Evidence Evidence);
