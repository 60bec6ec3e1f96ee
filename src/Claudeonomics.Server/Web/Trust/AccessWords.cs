using Claudeonomics.Storage.Access;

namespace Claudeonomics.Server.Web.Trust;

/// <summary>What somebody did, as people read it.</summary>
internal static class AccessWords
{
    public static string Of(AccessAct act) => act switch
    {
        AccessAct.List => "looked at a list",
        AccessAct.Person => "looked at one person",
        AccessAct.Digest => "digest",
        AccessAct.Export => "export",
        AccessAct.Share => "shared link",
        AccessAct.Approval => "what takes two people",
        AccessAct.Pause => "pause",
        AccessAct.Audit => "read the access log",
        AccessAct.Review => "reviewed fair play",
        AccessAct.Access => "key, link or role for somebody",
        AccessAct.Alarm => "alarm",
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
    };
}
