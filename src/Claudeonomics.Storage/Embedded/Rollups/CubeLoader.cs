using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>Fills the cube from the roll-ups.</summary>
internal static class CubeLoader
{
    /// <param name="hotFrom">First day that is held by itself, as <see cref="DateOnly.DayNumber"/>.</param>
    public static void Load(LedgerConnection connection, RollupStore rollups, UsageCube cube, int hotFrom)
    {
        ReadNames(connection, cube);
        cube.Write(writer =>
        {
            writer.HoldFrom(DateOnly.FromDayNumber(hotFrom));
            foreach (var day in rollups.Days)
            {
                if (day < hotFrom)
                {
                    LoadIntoMonth(connection, rollups, writer, day);
                }
                else
                {
                    LoadDay(connection, rollups, writer, day);
                }
            }

            writer.SettleBefore(DateOnly.MaxValue);
        });
    }

    private static void ReadNames(LedgerConnection connection, UsageCube cube)
    {
        using (var rows = connection.Read("ReadDimensions"))
        {
            while (rows.Read())
            {
                if (cube.Dimensions.NumberOf(DimensionRow.Read(rows)) != rows.GetInt32(0))
                {
                    throw new InvalidDataException($"Dimension {rows.GetInt32(0)} is there twice.");
                }
            }
        }

        using var agents = connection.Read("ReadAgents");
        while (agents.Read())
        {
            var number = cube.Agents.NumberOf(agents.GetString(1));
            if (number != agents.GetInt32(0))
            {
                throw new InvalidDataException($"Agent {agents.GetInt32(0)} is there twice.");
            }

            if (agents.GetInt32(2) != 0)
            {
                cube.Agents.SawSignal(number);
            }
        }
    }

    private static void LoadDay(LedgerConnection connection, RollupStore rollups, CubeWriter writer, int number)
    {
        var day = DateOnly.FromDayNumber(number);
        foreach (var segment in rollups.SegmentsOf(number))
        {
            foreach (var row in rollups.Hours.Read(connection, number, segment))
            {
                writer.Add(day, row.Identity, row.Dimension, row.Cells);
            }

            foreach (var row in rollups.Activity.Read(connection, number, segment))
            {
                writer.Add(day, row.Identity, row.Agent, row.Cells);
            }

            foreach (var row in rollups.Threads.Read(connection, number, segment))
            {
                writer.AddSupervised(row.Identity, row.Conversation, new(number, row.StartMs, row.Ms));
            }
        }
    }

    private static void LoadIntoMonth(LedgerConnection connection, RollupStore rollups, CubeWriter writer, int number)
    {
        var month = DayRange.MonthOf(DateOnly.FromDayNumber(number)).Start;
        foreach (var segment in rollups.SegmentsOf(number))
        {
            foreach (var row in rollups.DaySums.Read(connection, number, segment))
            {
                writer.AddToMonth(month, row.Identity, row.Dimension, row.Cells);
            }
        }
    }
}
