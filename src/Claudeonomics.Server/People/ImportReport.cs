namespace Claudeonomics.Server.People;

/// <summary>What is wrong with a line of an imported file.</summary>
/// <param name="Line">From 1, the names of the columns included.</param>
public sealed record ImportProblem(int Line, string Problem);

/// <summary>What a line of an imported file does.</summary>
/// <param name="Subject">E-mail of a person, or name of a team.</param>
/// <param name="IsNew">Whether it is added; otherwise it is changed.</param>
/// <param name="What">What becomes of it, in words.</param>
public sealed record ImportLine(int Line, string Subject, bool IsNew, string What);

/// <summary>What importing a file does, or would do.</summary>
/// <param name="IsApplied">Whether it was done. Nothing is done while a line is wrong.</param>
/// <param name="Added">People or teams that are new.</param>
/// <param name="Changed">That are here and become otherwise.</param>
/// <param name="Unchanged">That are here just so.</param>
/// <param name="Lines">The first <see cref="MostLines"/> that do something.</param>
/// <param name="Problems">The first <see cref="MostLines"/> that are wrong.</param>
/// <param name="ProblemCount">All that are.</param>
public sealed record ImportReport(
    bool IsApplied, int Added, int Changed, int Unchanged, IReadOnlyList<ImportLine> Lines, IReadOnlyList<ImportProblem> Problems, int ProblemCount)
{
    public const int MostLines = 200;

    /// <summary>A file that could not be read at all.</summary>
    public static ImportReport Refused(string problem) => Wrong([new(1, problem)]);

    internal static ImportReport Wrong(IReadOnlyList<ImportProblem> problems) =>
        new(IsApplied: false, 0, 0, 0, [], [.. problems.Take(MostLines)], problems.Count);
}
