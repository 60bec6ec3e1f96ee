using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Cube;

/// <summary>One conversation of one identity.</summary>
internal readonly record struct ConversationKey(int Identity, ulong Conversation);

/// <summary>Supervised seconds of conversations on one company day; only conversations that have some.</summary>
internal sealed class ThreadTable
{
    private readonly Dictionary<ConversationKey, int> _seconds = [];

    public IReadOnlyDictionary<ConversationKey, int> Seconds => _seconds;

    /// <param name="seconds">To add; negative takes back.</param>
    public void Add(ConversationKey key, int seconds)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_seconds, key, out _);
        sum += seconds;
    }
}
