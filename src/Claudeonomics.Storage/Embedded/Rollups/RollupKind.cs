namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>Kinds of roll-up rows. The numbers are stored and never change their meaning.</summary>
internal enum RollupKind : byte
{
    /// <summary>Sums by identity, dimension and UTC hour; key: identity.</summary>
    Hours = 1,

    /// <summary>Acts by identity and agent; key: identity.</summary>
    Activity = 2,

    /// <summary>Sums by identity, conversation and dimension; key: identity.</summary>
    Conversations = 3,

    /// <summary>Supervised time by identity, conversation and beginning of the stretch; key: identity.</summary>
    Threads = 4,

    /// <summary>What is known of conversations; key: the conversation's hash as a signed number.</summary>
    Pieces = 5,

    /// <summary>Sums by identity and dimension of a day past the horizon, whose hours were added up; key: identity.</summary>
    Days = 6,

    /// <summary>Which conversations a segment's pieces are about: a Bloom filter in one block; key: 0.</summary>
    Filter = 7,

    /// <summary>What devices told of a day past the horizon, by identity, device and dimension; the sums of it are among the <see cref="Days"/>;
    /// key: identity.</summary>
    DayTotals = 8,
}
