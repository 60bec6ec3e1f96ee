namespace Claudeonomics.Server.Web.Layout;

/// <summary>Who a page is for, as its masthead needs it.</summary>
/// <param name="PersonId">Their row, if they have one.</param>
/// <param name="ShownAs">As others see them.</param>
public sealed record PageViewer(string? PersonId, string ShownAs, bool IsAdministrator, bool IsSteward = false);
