using System.Runtime.InteropServices;
using System.Text;
using Claudeonomics.Cli.Blocks;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Cli.Statusline;

/// <summary>What the status line tells beyond the agent's own words.</summary>
/// <param name="Today">All agents' calls of today.</param>
/// <param name="Conversation">Those of the conversation; null when none is known of.</param>
/// <param name="Block">The five hours of <see cref="Agent"/> that are running; null between two.</param>
internal sealed record StatusFigures(UsageSums Today, UsageSums? Conversation, UsageBlock? Block)
{
    /// <summary>The agent with such a status line.</summary>
    public const string Agent = "claude-code";

    // A block's beginning hangs on the one before it, up to the last pause of five hours. Nobody works for longer than this without one;
    // an agent that does has blocks that begin up to an hour off.
    private const long LookBackMs = 4 * 24 * 60 * 60 * 1000L;

    public static StatusFigures Of(MemoryState state, string? conversationId, DateTimeOffset now, TimeZoneInfo zone)
    {
        var calendar = new CompanyCalendar(zone);
        var nowMs = now.ToUnixTimeMilliseconds();
        var midnight = calendar.StartMsOf(calendar.DayOf(nowMs));
        var conversation = conversationId is null ? -1 : state.Names.Conversations.Find(Encoding.UTF8.GetBytes(conversationId));
        var (today, here, recent) = (default(UsageSums), default(UsageSums), new List<UsageCell>());
        // Cells are large and there are tens of thousands: looked at where they lie, a copy of each is spared.
        Take(state.Cells);
        Take(CollectionsMarshal.AsSpan(state.Changes));
        return new(
            today, here.Requests > 0 ? here : null, BlockBuilder.Build(recent, state.Names).LastOrDefault(block => block.IsActiveAt(nowMs)));

        void Take(ReadOnlySpan<UsageCell> cells)
        {
            foreach (ref readonly var cell in cells)
            {
                if (conversation > 0 && cell.Key.Conversation == conversation)
                {
                    here.Add(cell.Sums);
                }

                if (cell.Key.Quarter == CellKey.NoTime || cell.Key.StartUnixMs < nowMs - LookBackMs)
                {
                    continue;
                }

                if (cell.Key.StartUnixMs >= midnight && cell.Key.StartUnixMs <= nowMs)
                {
                    today.Add(cell.Sums);
                }

                if (state.Names.Origins[cell.Key.Origin].Agent == Agent)
                {
                    recent.Add(cell);
                }
            }
        }
    }
}
