using System.Globalization;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Fold;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Embedded.Rollups;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Answers what one subject used: recent days, models and agents from the cube, the rest from the roll-ups.</summary>
internal sealed class UsageReader(UsageCube cube, LedgerStore store, string directory, Func<Roster> roster) : IUsageReader
{
    public IReadOnlyList<UsageRow> Rows(UsageSubject subject, DayRange days, UsageGrouping by, UsageFilter filter)
    {
        var rows = new UsageRowBuilder(cube.Dimensions, filter);
        var now = roster();
        if (by is not (UsageGrouping.Hour or UsageGrouping.Conversation))
        {
            cube.ReadRows(now, subject, days, by, rows);
        }

        AddStoredRows(now, subject, days, by, rows);
        return rows.Build();
    }

    public IReadOnlyList<ActivityDay> Activity(UsageSubject subject, DayRange days) => cube.ReadActivity(roster(), subject, days);

    // The newest rows are still in memory, the others in segments. Both are seen as of one moment: while the cube is open
    // nothing moves from one to the other, and the read transaction begun meanwhile keeps what was there.
    private void AddStoredRows(Roster now, UsageSubject subject, DayRange days, UsageGrouping by, UsageRowBuilder rows)
    {
        using var connection = LedgerConnection.OpenToRead(LedgerConnection.FileIn(directory));
        connection.Execute("BEGIN");
        var places = new List<Place>();
        using (cube.Open(now))
        {
            foreach (var day in store.Rollups.Days.Where(day => days.Contains(DateOnly.FromDayNumber(day)) && IsStored(day, by)))
            {
                var identities = UsageCube.IdentitiesOf(now, subject, DateOnly.FromDayNumber(day));
                places.AddRange(store.Rollups.SegmentsOf(day).Select(segment => new Place(day, segment, identities)));
            }

            AddPendingRows(now, subject, days, by, rows);
            Touch(connection);
        }

        var reader = new StoredRows(connection, by, rows);
        foreach (var place in places)
        {
            foreach (var identity in place.Identities)
            {
                reader.Add(place.Day, place.Segment, identity);
            }
        }
    }

    private bool IsStored(int day, UsageGrouping by) =>
        (day >= cube.HotFrom.DayNumber) == by is UsageGrouping.Hour or UsageGrouping.Conversation;

    // The first read begins a transaction in earnest.
    private static void Touch(LedgerConnection connection)
    {
        using var row = connection.Read("ReadCheckpoint");
        row.Read();
    }

    private void AddPendingRows(Roster now, UsageSubject subject, DayRange days, UsageGrouping by, UsageRowBuilder rows)
    {
        if (by is not (UsageGrouping.Hour or UsageGrouping.Conversation))
        {
            return;
        }

        var delta = store.Fold.Delta;
        foreach (var day in delta.Days.Where(day => days.Contains(DateOnly.FromDayNumber(day))))
        {
            foreach (var number in UsageCube.IdentitiesOf(now, subject, DateOnly.FromDayNumber(day)).SelectMany(delta.RowsOf))
            {
                ref readonly var row = ref delta.Row(number);
                if (row.Key.Day == day)
                {
                    Add(row, by, rows);
                }
            }
        }
    }

    private static void Add(in ConversationRow row, UsageGrouping by, UsageRowBuilder rows)
    {
        var sums = row.Published;
        if (by is UsageGrouping.Hour)
        {
            rows.Add(StoredRows.HourKey(row.Key.Hour), row.Key.Dimension, sums.Cells);
        }
        else
        {
            rows.Add(StoredRows.ConversationKey(row.Key.Conversation), row.Key.Dimension, sums.Cells, sums.FirstMs, sums.LastMs);
        }
    }

    private readonly record struct Place(int Day, long Segment, IReadOnlyList<int> Identities);

    private sealed class StoredRows(LedgerConnection connection, UsageGrouping by, UsageRowBuilder rows)
    {
        private readonly RollupBlocks<UsageRollup> _hours = new(new UsageRollupCodec(RollupKind.Hours));
        private readonly RollupBlocks<UsageRollup> _days = new(new UsageRollupCodec(RollupKind.Days));
        private readonly RollupBlocks<ConversationRollup> _conversations = new(new ConversationRollupCodec());

        public static string HourKey(int hour) =>
            DateTime.UnixEpoch.AddHours(hour).ToString("yyyy-MM-dd'T'HH:00:00'Z'", CultureInfo.InvariantCulture);

        public static string ConversationKey(ulong conversation) => conversation.ToString("x16", CultureInfo.InvariantCulture);

        public void Add(int day, long segment, int identity)
        {
            switch (by)
            {
                case UsageGrouping.Hour:
                    foreach (var row in _hours.Find(connection, day, segment, identity))
                    {
                        rows.Add(HourKey(row.Hour), row.Dimension, row.Cells);
                    }

                    break;
                case UsageGrouping.Conversation:
                    foreach (var row in _conversations.Find(connection, day, segment, identity))
                    {
                        var sums = row.Sums;
                        rows.Add(ConversationKey(row.Conversation), row.Dimension, sums.Cells, sums.FirstMs, sums.LastMs);
                    }

                    break;
                default:
                    foreach (var row in _days.Find(connection, day, segment, identity))
                    {
                        rows.Add(DateOnly.FromDayNumber(day), by, row.Dimension, row.Cells);
                    }

                    break;
            }
        }
    }
}
