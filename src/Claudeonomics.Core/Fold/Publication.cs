using System.Runtime.InteropServices;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Fold;

/// <summary>Moves what a conversation changed into the cube and into the next checkpoint.</summary>
internal static class Publication
{
    /// <param name="firstDay">Days before it are closed: what would change in them is dropped.</param>
    public static void Publish(
        ConversationState state, CubeWriter cube, RollupDelta delta, CompanyCalendar calendar, int firstDay)
    {
        foreach (ref readonly var row in state.Rows)
        {
            if (row.Day < firstDay)
            {
                continue;
            }

            cube.Add(DateOnly.FromDayNumber(row.Day), row.Identity, row.Dimension, row.Sums.Cells);
            CollectionsMarshal.GetValueRefOrAddDefault(
                delta.Hours, new(row.Day, row.Identity, row.Dimension, row.Hour), out _).Add(row.Sums.Cells);
            CollectionsMarshal.GetValueRefOrAddDefault(
                delta.Conversations, new(row.Day, row.Identity, state.Id, row.Dimension), out _).Add(row.Sums);
        }

        foreach (ref readonly var row in state.Activity)
        {
            if (row.Day < firstDay)
            {
                continue;
            }

            cube.Add(DateOnly.FromDayNumber(row.Day), row.Identity, row.Agent, row.Cells);
            CollectionsMarshal.GetValueRefOrAddDefault(
                delta.Activity, new(row.Day, row.Identity, row.Agent), out _).Add(row.Cells);
        }

        foreach (var supervision in state.Supervision)
        {
            if (supervision.IsDirty)
            {
                supervision.Publish(calendar, (day, seconds) =>
                {
                    if (day < firstDay)
                    {
                        return;
                    }

                    cube.AddSupervised(DateOnly.FromDayNumber(day), supervision.Identity, state.Id, seconds);
                    CollectionsMarshal.GetValueRefOrAddDefault(
                        delta.Threads, new(day, supervision.Identity, state.Id), out _) += seconds;
                });
            }
        }

        state.ClearRows();
    }
}
