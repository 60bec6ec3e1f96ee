using System.Diagnostics.CodeAnalysis;
using Claudeonomics.Core.Cube;

namespace Claudeonomics.Core.Fold;

/// <summary>What changed in a conversation's sums since the last checkpoint.</summary>
public struct ConversationRow
{
    private ConversationSums _published;
    private ConversationSums _pending;

    public ConversationHourKey Key { get; internal init; }

    /// <summary>As far as published; readers may look at it while nothing is published.</summary>
    [UnscopedRef]
    public readonly ref readonly ConversationSums Published => ref _published;

    /// <summary>Folded and not yet published.</summary>
    [UnscopedRef]
    internal ref ConversationSums Pending => ref _pending;

    internal bool IsPending { get; set; }

    /// <summary>It was published at least once.</summary>
    public bool IsPublished { get; private set; }

    /// <summary>The row before it of the same conversation, or -1.</summary>
    internal int OlderOfConversation { get; init; }

    /// <summary>The row published before it of the same identity, or -1.</summary>
    internal int OlderOfIdentity { get; set; }

    internal void Publish()
    {
        _published.Add(_pending);
        IsPublished = true;
    }

    internal void ForgetPending()
    {
        _pending = default;
        IsPending = false;
    }
}

/// <summary>What an identity did with an agent on a day, since the last checkpoint.</summary>
public struct ActivityRow
{
    private ActivityCells _published;
    private ActivityChange _pending;

    public ActivityKey Key { get; internal init; }

    /// <summary>As far as published.</summary>
    [UnscopedRef]
    public readonly ref readonly ActivityCells Published => ref _published;

    /// <summary>The agent's name, by which the row is recognised before its number is looked up.</summary>
    internal string Agent { get; init; }

    /// <summary>Folded and not yet published.</summary>
    [UnscopedRef]
    internal ref ActivityChange Pending => ref _pending;

    internal bool IsPending { get; set; }

    /// <summary>It was published at least once.</summary>
    public bool IsPublished { get; private set; }

    internal void Publish()
    {
        _pending.AddTo(ref _published);
        IsPublished = true;
    }

    internal void ForgetPending()
    {
        _pending.Clear();
        IsPending = false;
    }
}
