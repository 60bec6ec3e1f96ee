using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Fold;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <param name="Hour">UTC hours since 1970; 0 in sums of whole days.</param>
internal readonly record struct UsageRollup(int Identity, ushort Dimension, int Hour, UsageCells Cells);

/// <param name="ReadAtMs">When the device read its logs; zero sums say that a later reading does not tell of the dimension any more.</param>
internal readonly record struct DayTotalRollup(int Identity, ulong Device, ushort Dimension, long ReadAtMs, UsageCells Cells);

internal readonly record struct ActivityRollup(int Identity, ushort Agent, ActivityCells Cells);

internal readonly record struct ConversationRollup(int Identity, ulong Conversation, ushort Dimension, ConversationSums Sums);

/// <param name="StartMs"><see cref="Core.Matching.CreditedTime.UnknownStart"/> in rows of earlier releases.</param>
internal readonly record struct ThreadRollup(int Identity, ulong Conversation, long StartMs, int Ms);
