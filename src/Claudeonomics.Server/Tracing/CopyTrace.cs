using System.Globalization;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Tracing;

/// <summary>Whose copy a piece of a table is.</summary>
internal static class CopyTrace
{
    public static IReadOnlyList<TracedCopy> Read(ControlDatabase control, MarkKey key, string text)
    {
        using var db = control.Read();
        var copies = db.ExportCopies.ToDictionary(static copy => copy.Number);
        using var reader = new CopyReader(key.Bytes, Pseudonyms.Pairs);
        return [.. reader.Read(Excerpt.Read(text), copies.Keys).Select(evidence => Describe(db, copies[evidence.Copy], evidence))];
    }

    private static TracedCopy Describe(ControlContext db, ExportCopy copy, CopyEvidence evidence) => new(
        copy.Number, TraceVerb.Describe(db, copy.Number, copy.AskedAs == ExportCopies.PersonWord ? copy.AskedByPersonId : copy.AskedAs),
        copy.Format is ExportCopies.DigestFormat or ExportCopies.ReadsFormat ? null : TraceVerb.Describe(db, copy.Number, copy.ApprovedByPersonId), copy.Board, copy.View, copy.Format, copy.MadeAt.UtcDateTime, copy.Snapshot, copy.ApprovalId,
        string.Create(CultureInfo.InvariantCulture, $"1e{Math.Floor(evidence.LogOdds / Math.Log(10)):0}"), evidence.Figures, evidence.Agreeing, evidence.Canaries);
}
