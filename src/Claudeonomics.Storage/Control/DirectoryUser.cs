namespace Claudeonomics.Storage.Control;

/// <summary>What the company's directory said of a person, as far as it is needed to answer it; the person's own row has the rest.</summary>
public sealed class DirectoryUser
{
    public required string PersonId { get; init; }

    /// <summary>What the directory calls them by: opaque, stable, unique, and not the person's id, which stands on boards beside a pseudonym.</summary>
    public required string Id { get; init; }

    /// <summary>The directory's name for them.</summary>
    public required string UserName { get; set; }

    /// <summary>The name without regard to case; unique.</summary>
    public required string UserNameKey { get; set; }

    /// <summary>The directory's own id.</summary>
    public string? ExternalId { get; set; }

    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? DisplayName { get; set; }

    /// <summary>Their team while no group is.</summary>
    public string? Department { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A group of the company's directory.</summary>
public sealed class DirectoryGroup
{
    public required string Id { get; init; }

    public required string DisplayName { get; set; }

    /// <summary>The name without regard to case; unique.</summary>
    public required string DisplayNameKey { get; set; }

    /// <summary>The directory's own id.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The team that it stands for; <see langword="null"/> for a group that is none.</summary>
    public string? TeamId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A person is in a group now. Which team they were in when is in <see cref="Membership"/>.</summary>
public sealed class DirectoryGroupMember
{
    public required string GroupId { get; init; }

    public required string PersonId { get; init; }

    public required DateTimeOffset AddedAt { get; init; }
}
