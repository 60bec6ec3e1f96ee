namespace Claudeonomics.Server.Trust;

/// <summary>What an answer says about itself to whoever writes it down.</summary>
public static class Shown
{
    /// <summary>A list that is so short singles out those in it.</summary>
    public const int FewRows = 3;

    private static readonly object Key = new();

    /// <summary>Says which state of a board was shown, and whom it singles out.</summary>
    /// <param name="few">Ids of the people in it, when they are at most <see cref="FewRows"/>; else empty.</param>
    public static void Board(HttpContext context, long snapshot, IReadOnlyList<string> few)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Items[Key] = new Said(snapshot, few, IsWrittenDown: false);
    }

    /// <summary>Says that the look is written down already: by an answer that goes on.</summary>
    public static void WrittenDown(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Items[Key] = new Said(null, [], IsWrittenDown: true);
    }

    internal static long? SnapshotOf(HttpContext context) => Of(context)?.Snapshot;

    internal static IReadOnlyList<string> FewOf(HttpContext context) => Of(context)?.Few ?? [];

    internal static bool IsWrittenDown(HttpContext context) => Of(context) is { IsWrittenDown: true };

    private static Said? Of(HttpContext context) => context.Items.TryGetValue(Key, out var said) ? said as Said : null;

    private sealed record Said(long? Snapshot, IReadOnlyList<string> Few, bool IsWrittenDown);
}
