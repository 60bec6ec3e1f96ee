namespace Claudeonomics.Storage.Control;

/// <summary>Somebody in the company's directory.</summary>
public sealed class Person
{
    /// <summary>Opaque, stable, fit for a URL.</summary>
    public required string Id { get; init; }

    /// <summary>As it was given.</summary>
    public required string Email { get; set; }

    /// <summary><see cref="EmailAddress.Key"/> of the e-mail; unique.</summary>
    public required string EmailKey { get; set; }

    public required string Name { get; set; }

    /// <summary>Unique; exists from the start, so that choosing it later shows what was previewed.</summary>
    public required string Pseudonym { get; set; }

    /// <summary>IANA name, or <see langword="null"/> for the company's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Their own working pattern, 0.5 to 7 days a week.</summary>
    public double WorkingDaysPerWeek { get; set; } = 5;

    /// <summary>Hours of their own day in which supervised time does not count, such as <c>22:00-07:00</c>. Set by nobody else.</summary>
    public string? QuietHours { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Others may see their weeks in a row with the floor met. Set by nobody else.</summary>
    public bool SharesStreak { get; set; }

    /// <summary>What the company's own records call them; not unique, since it is others who give it.</summary>
    public string? EmployeeNumber { get; set; }

    /// <summary>Since when the company's directory says that they are not there: nothing signs in or writes as them, and they take part in nothing.
    /// <see langword="null"/> for who is there.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }
}

/// <summary>A team; teams form trees.</summary>
public sealed class Team
{
    /// <summary>Made from the first name, stable, fit for a URL.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The name without regard to case; unique.</summary>
    public required string NameKey { get; set; }

    /// <summary>The team above it today.</summary>
    public string? ParentId { get; set; }

    /// <summary>The company day on which it was made.</summary>
    public required DateOnly SinceDay { get; init; }
}

/// <summary>A team stood elsewhere in the tree until a company day (excluded), since it left the place before that one, or from the beginning.</summary>
public sealed class FormerTeamPlace
{
    public int Id { get; init; }

    public required string TeamId { get; init; }

    /// <summary>The team that was above it; <see langword="null"/> for none.</summary>
    public required string? ParentId { get; init; }

    public required DateOnly UntilDay { get; init; }
}

/// <summary>A person belongs to a team from one company day to another (end excluded). One team at a time.</summary>
public sealed class Membership
{
    public int Id { get; init; }

    public required string PersonId { get; init; }

    public required string TeamId { get; init; }

    public required DateOnly FromDay { get; set; }

    public required DateOnly UntilDay { get; set; }
}
