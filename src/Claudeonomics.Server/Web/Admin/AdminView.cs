using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Web.Admin;

/// <summary>What an administrator sets up. Nobody's usage is here.</summary>
/// <param name="Unresolved">Identities that are nobody's yet.</param>
/// <param name="Made">A secret that was just made and is shown this once.</param>
/// <param name="Problem">Why the last change was not made.</param>
/// <param name="After">The e-mail after which the shown people begin; <see langword="null"/> from the first on.</param>
/// <param name="NextPeople">The e-mail after which the next page of people begins; <see langword="null"/> on the last.</param>
public sealed record AdminView(
    IReadOnlyList<PersonDetails> People, string? After, string? NextPeople, IReadOnlyList<KeyDetails> Keys, IReadOnlyList<InviteDetails> Invites,
    int Unresolved, Made? Made, string? Problem);

/// <param name="What">Such as "A link that signs Mei in, once".</param>
public sealed record Made(string What, string Text);
