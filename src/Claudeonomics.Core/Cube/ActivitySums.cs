using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>Something that what people and their agents did is added to.</summary>
public interface IActivitySums
{
    /// <summary>Adds what was added up already.</summary>
    void Add(in ActivitySums sums);

    /// <summary>Adds an identity's day.</summary>
    void Add(in ActivityCells cells);

    /// <summary>Leaves of sums what can be reckoned with, once all is added.</summary>
    void Cap();
}

/// <summary>Counts of what people and their agents did: the part of <see cref="ActivityCells"/> that the game adds up over days.</summary>
public struct ActivitySums : IActivitySums, IEquatable<ActivitySums>
{
    /// <summary>Prompts by a person.</summary>
    public long Prompts { get; set; }

    /// <summary>Prompts and decisions by a person.</summary>
    public long HumanSignals { get; set; }

    public long EditsAccepted { get; set; }

    public long EditsRejected { get; set; }

    public long ToolsAccepted { get; set; }

    public long ToolsRejected { get; set; }

    public long LinesAdded { get; set; }

    public long LinesRemoved { get; set; }

    public long Commits { get; set; }

    public long PullRequests { get; set; }

    /// <summary>Files that tools changed, as devices counted them in agents' logs. No part of <see cref="IsAny"/>: they tell nothing of the rest.</summary>
    public long CodeChanges { get; set; }

    public long TestChanges { get; set; }

    public long DocumentationChanges { get; set; }

    public long ConfigurationChanges { get; set; }

    /// <summary>Whether changes are told apart at all: only then does a zero of one of them say something.</summary>
    public readonly bool HasChanges => (CodeChanges | TestChanges | DocumentationChanges | ConfigurationChanges) != 0;

    /// <summary>Whether anything was reported at all: only then does a zero say something.</summary>
    public readonly bool IsAny =>
        (Prompts | HumanSignals | EditsAccepted | EditsRejected | ToolsAccepted | ToolsRejected | LinesAdded | LinesRemoved | Commits | PullRequests) != 0;

    /// <summary><see cref="IsAny"/> of <see cref="Of"/>.</summary>
    public static bool IsAnyOf(in ActivityCells cells)
    {
        var any = 0L;
        for (var cell = ActivityCell.Prompts; cell <= ActivityCell.PullRequests; cell++)
        {
            any |= cells[cell];
        }

        return any != 0;
    }

    public static ActivitySums Of(in ActivityCells cells)
    {
        var sums = default(ActivitySums);
        sums.Add(cells);
        return sums;
    }

    public void Add(in ActivityCells cells)
    {
        unchecked
        {
            Prompts += cells[ActivityCell.Prompts];
            HumanSignals += cells[ActivityCell.HumanSignals];
            EditsAccepted += cells[ActivityCell.EditsAccepted];
            EditsRejected += cells[ActivityCell.EditsRejected];
            ToolsAccepted += cells[ActivityCell.ToolsAccepted];
            ToolsRejected += cells[ActivityCell.ToolsRejected];
            LinesAdded += cells[ActivityCell.LinesAdded];
            LinesRemoved += cells[ActivityCell.LinesRemoved];
            Commits += cells[ActivityCell.Commits];
            PullRequests += cells[ActivityCell.PullRequests];
            CodeChanges += cells[ActivityCell.CodeChanges];
            TestChanges += cells[ActivityCell.TestChanges];
            DocumentationChanges += cells[ActivityCell.DocumentationChanges];
            ConfigurationChanges += cells[ActivityCell.ConfigurationChanges];
        }
    }

    public void Add(in ActivitySums sums)
    {
        unchecked
        {
            Prompts += sums.Prompts;
            HumanSignals += sums.HumanSignals;
            EditsAccepted += sums.EditsAccepted;
            EditsRejected += sums.EditsRejected;
            ToolsAccepted += sums.ToolsAccepted;
            ToolsRejected += sums.ToolsRejected;
            LinesAdded += sums.LinesAdded;
            LinesRemoved += sums.LinesRemoved;
            Commits += sums.Commits;
            PullRequests += sums.PullRequests;
            CodeChanges += sums.CodeChanges;
            TestChanges += sums.TestChanges;
            DocumentationChanges += sums.DocumentationChanges;
            ConfigurationChanges += sums.ConfigurationChanges;
        }
    }

    public void Cap()
    {
        Prompts = Capped.Acts(Prompts);
        HumanSignals = Capped.Acts(HumanSignals);
        EditsAccepted = Capped.Acts(EditsAccepted);
        EditsRejected = Capped.Acts(EditsRejected);
        ToolsAccepted = Capped.Acts(ToolsAccepted);
        ToolsRejected = Capped.Acts(ToolsRejected);
        LinesAdded = Capped.Acts(LinesAdded);
        LinesRemoved = Capped.Acts(LinesRemoved);
        Commits = Capped.Acts(Commits);
        PullRequests = Capped.Acts(PullRequests);
        CodeChanges = Capped.Acts(CodeChanges);
        TestChanges = Capped.Acts(TestChanges);
        DocumentationChanges = Capped.Acts(DocumentationChanges);
        ConfigurationChanges = Capped.Acts(ConfigurationChanges);
    }

    public static bool operator ==(in ActivitySums left, in ActivitySums right) => left.Equals(right);

    public static bool operator !=(in ActivitySums left, in ActivitySums right) => !left.Equals(right);

    public readonly bool Equals(ActivitySums other) =>
        Prompts == other.Prompts && HumanSignals == other.HumanSignals
        && EditsAccepted == other.EditsAccepted && EditsRejected == other.EditsRejected
        && ToolsAccepted == other.ToolsAccepted && ToolsRejected == other.ToolsRejected
        && LinesAdded == other.LinesAdded && LinesRemoved == other.LinesRemoved
        && Commits == other.Commits && PullRequests == other.PullRequests
        && CodeChanges == other.CodeChanges && TestChanges == other.TestChanges
        && DocumentationChanges == other.DocumentationChanges && ConfigurationChanges == other.ConfigurationChanges;

    public override readonly bool Equals(object? obj) => obj is ActivitySums other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Prompts, HumanSignals, EditsAccepted, ToolsAccepted, LinesAdded, Commits, PullRequests);
}
