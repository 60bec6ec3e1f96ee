using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Activity;

/// <summary>The distributions of <see cref="CompanyParameters"/>, ready to draw from, and what follows from them.</summary>
internal static class Tables
{
    /// <summary>One in the fixed point of <see cref="Session"/>, <see cref="Request"/> and <see cref="DayJitter"/>.</summary>
    public const int One = 1 << 12;

    /// <summary>A session's factor on its requests' tokens.</summary>
    public static readonly QuantileTable Session = QuantileTable.LogNormal(One, CompanyParameters.LogSigmaSession);

    /// <summary>A request's factor on its tokens.</summary>
    public static readonly QuantileTable Request = QuantileTable.LogNormal(One, CompanyParameters.LogSigmaRequest);

    /// <summary>A day's factor on a person's tokens.</summary>
    public static readonly QuantileTable DayJitter = QuantileTable.LogNormal(One, CompanyParameters.LogSigmaDay);

    public static readonly QuantileTable Output =
        QuantileTable.LogNormal(CompanyParameters.MedianOutputTokens, CompanyParameters.LogSigmaOutput);

    public static readonly QuantileTable Write =
        QuantileTable.LogNormal(Math.Exp(CompanyParameters.LogMeanWriteTokens), CompanyParameters.LogSigmaWrite);

    public static readonly QuantileTable SessionRequests = QuantileTable.LogNormal(
        Math.Exp(CompanyParameters.LogMeanSessionRequests), CompanyParameters.LogSigmaSessionRequests);

    public static readonly QuantileTable QuickGap =
        QuantileTable.LogNormal(CompanyParameters.QuickGapMedianMs, CompanyParameters.QuickGapLogSigma);

    public static readonly QuantileTable ThinkGap =
        QuantileTable.LogNormal(CompanyParameters.ThinkGapMedianMs, CompanyParameters.ThinkGapLogSigma);

    public static readonly QuantileTable AwayGap = QuantileTable.LogNormal(
        CompanyParameters.AwayGapMedianMs, CompanyParameters.AwayGapLogSigma,
        CompanyParameters.LeastAwayGapMs, CompanyParameters.LongestGapMs);

    public static readonly QuantileTable LinesAdded =
        QuantileTable.LogNormal(CompanyParameters.MedianLinesAdded, CompanyParameters.LogSigmaLines);

    public static readonly QuantileTable LinesRemoved =
        QuantileTable.LogNormal(CompanyParameters.MedianLinesRemoved, CompanyParameters.LogSigmaLines);

    /// <summary>Second of the local day at which attended work happens.</summary>
    public static readonly QuantileTable WorkSecond = QuantileTable.Of(SecondOfDay);

    /// <summary>Mean gap between the requests of a session that a person attends.</summary>
    public static readonly double AttendedGapMs =
        (CompanyParameters.QuickGapShare * QuickGap.Mean) + (CompanyParameters.ThinkGapShare * ThinkGap.Mean)
        + ((1 - CompanyParameters.QuickGapShare - CompanyParameters.ThinkGapShare) * AwayGap.Mean);

    /// <summary>Mean tokens of a session's first request.</summary>
    public static readonly double FirstRequestTokens = MeanFirstRequest();

    /// <summary>Mean tokens of a session's other requests.</summary>
    public static readonly double LaterRequestTokens = MeanLaterRequest();

    private static double SecondOfDay(double p)
    {
        var hours = CompanyParameters.HourPerMille;
        double total = 0;
        foreach (var share in hours)
        {
            total += share;
        }

        var left = p * total;
        var hour = 0;
        while (left >= hours[hour])
        {
            left -= hours[hour++];
        }

        return 3600 * (hour + (left / hours[hour]));
    }

    private static double MeanFirstRequest()
    {
        // What is written is the share of the context that was not read: the mean of 1/(1-r) over r from 0 to the most.
        const double most = CompanyParameters.MostColdReadShare;
        var perWritten = Math.Log(1 / (1 - most)) / most;
        const double written = (CompanyParameters.LeastFirstWriteTokens + CompanyParameters.MostFirstWriteTokens) / 2.0;
        return (written * perWritten) + ((1 + CompanyParameters.MostUncachedInputTokens) / 2.0) + Output.Mean;
    }

    private static double MeanLaterRequest()
    {
        double sum = 0;
        foreach (var session in Session.Values)
        {
            foreach (var request in Request.Values)
            {
                var tokens = (double)CompanyParameters.MedianRequestTokens * session * request / One / One;
                sum += ((1 - CompanyParameters.LongContextShare) * Math.Min(tokens, CompanyParameters.ShortContextTokens))
                    + (CompanyParameters.LongContextShare * Math.Min(tokens, CompanyParameters.LongContextTokens));
            }
        }

        return sum / Session.Values.Length / Request.Values.Length;
    }
}
