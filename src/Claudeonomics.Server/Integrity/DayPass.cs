using Claudeonomics.Core.Integrity;

namespace Claudeonomics.Server.Integrity;

/// <summary>One way over the days, in order, so many behind the last one: how far it got, and what it has learnt on the way.</summary>
/// <param name="daysBehind">0 or more.</param>
internal sealed class DayPass(int daysBehind)
{
    private DateOnly _last;

    public IntegrityRun Run { get; private set; } = new(IntegrityRules.Default);

    /// <summary>The first day from which on it has read all.</summary>
    public DateOnly ReadFrom { get; private set; }

    /// <summary>The last day that was read.</summary>
    public DateOnly? LastDay { get; private set; }

    /// <summary>Takes up where it ended. The first time, and after a restart, a long pause or a clock that was ahead, what is usual has to
    /// be learnt again.</summary>
    /// <param name="through">The last day there is.</param>
    /// <returns>The first day that it wants.</returns>
    public DateOnly Begin(DateOnly through)
    {
        _last = through.AddDays(-daysBehind);
        var earliest = _last.AddDays(1 - CohortView.Days);
        if (LastDay is { } read && read >= earliest.AddDays(-1) && read <= _last)
        {
            return Next;
        }

        (Run, ReadFrom, LastDay) = (new(IntegrityRules.Default), earliest, null);
        return Next;
    }

    public bool Wants(DateOnly day) => day >= Next && day <= _last;

    public void HasRead(DateOnly day) => LastDay = day;

    /// <summary>Begins anew the next time: what was read last came to nothing.</summary>
    public void Forget() => LastDay = null;

    private DateOnly Next => LastDay?.AddDays(1) ?? ReadFrom;
}
