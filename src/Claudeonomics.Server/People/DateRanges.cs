using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>Who owns an identity when: ranges that never overlap.</summary>
internal static class DateRanges
{
    /// <summary>Makes room for a range: what others own of it is cut out of theirs.</summary>
    /// <param name="owners">Of one identity.</param>
    /// <param name="from">First day of the room.</param>
    /// <param name="until">The day after its last.</param>
    /// <returns>What the owners keep, and which rows fall away.</returns>
    public static (List<IdentityOwner> Kept, List<IdentityOwner> Gone) CutOut(IReadOnlyList<IdentityOwner> owners, DateOnly from, DateOnly until)
    {
        var kept = new List<IdentityOwner>();
        var gone = new List<IdentityOwner>();
        foreach (var owner in owners)
        {
            if (owner.UntilDay <= from || owner.FromDay >= until)
            {
                kept.Add(owner);
                continue;
            }

            gone.Add(owner);
            if (owner.FromDay < from)
            {
                kept.Add(Copy(owner, owner.FromDay, from));
            }

            if (owner.UntilDay > until)
            {
                kept.Add(Copy(owner, until, owner.UntilDay));
            }
        }

        return (kept, gone);
    }

    private static IdentityOwner Copy(IdentityOwner owner, DateOnly from, DateOnly until) =>
        new() { IdentityNumber = owner.IdentityNumber, PersonId = owner.PersonId, FromDay = from, UntilDay = until };
}
