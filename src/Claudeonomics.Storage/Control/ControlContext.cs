using System.Text;
using Claudeonomics.Core.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Claudeonomics.Storage.Control;

/// <summary>The model of control. Nothing in it is of one database's own: moments are milliseconds, days are dates, ids are short strings.</summary>
public sealed class ControlContext(DbContextOptions<ControlContext> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<FormerTeamPlace> FormerTeamPlaces => Set<FormerTeamPlace>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<Identity> Identities => Set<Identity>();

    public DbSet<IdentityOwner> IdentityOwners => Set<IdentityOwner>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Device> Devices => Set<Device>();

    public DbSet<DeviceSignIn> DeviceSignIns => Set<DeviceSignIn>();

    public DbSet<Invite> Invites => Set<Invite>();

    public DbSet<SignInLink> SignInLinks => Set<SignInLink>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Setting> Settings => Set<Setting>();

    public DbSet<IntegrityFinding> IntegrityFindings => Set<IntegrityFinding>();

    public DbSet<NotCountedUsage> NotCountedUsages => Set<NotCountedUsage>();

    public DbSet<AutomationDeclaration> AutomationDeclarations => Set<AutomationDeclaration>();

    public DbSet<PersonAdvice> PersonAdvices => Set<PersonAdvice>();

    public DbSet<SealedSeason> SealedSeasons => Set<SealedSeason>();

    public DbSet<SealedSeasonEntry> SealedSeasonEntries => Set<SealedSeasonEntry>();

    public DbSet<DigestChannel> DigestChannels => Set<DigestChannel>();

    public DbSet<DigestDelivery> DigestDeliveries => Set<DigestDelivery>();

    public DbSet<Kudos> Kudos => Set<Kudos>();

    public DbSet<HelpOffer> HelpOffers => Set<HelpOffer>();

    public DbSet<AcceptedHelp> AcceptedHelps => Set<AcceptedHelp>();

    public DbSet<SeasonGoal> SeasonGoals => Set<SeasonGoal>();

    public DbSet<IdentityTool> IdentityTools => Set<IdentityTool>();

    public DbSet<PersonRole> PersonRoles => Set<PersonRole>();

    public DbSet<Approval> Approvals => Set<Approval>();

    public DbSet<SignInAccount> SignInAccounts => Set<SignInAccount>();

    public DbSet<DirectoryUser> DirectoryUsers => Set<DirectoryUser>();

    public DbSet<DirectoryGroup> DirectoryGroups => Set<DirectoryGroup>();

    public DbSet<DirectoryGroupMember> DirectoryGroupMembers => Set<DirectoryGroupMember>();

    public DbSet<Share> Shares => Set<Share>();

    public DbSet<ViewerNumber> ViewerNumbers => Set<ViewerNumber>();

    public DbSet<ExportCopy> ExportCopies => Set<ExportCopy>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<string>().HaveMaxLength(EmailAddress.MaxBytes);
        configurationBuilder.Properties<byte[]>().HaveMaxLength(32);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Person>(person =>
        {
            person.HasIndex(row => row.EmailKey).IsUnique();
            person.HasIndex(row => row.Pseudonym).IsUnique();
            person.HasIndex(row => row.EmployeeNumber);
        });
        modelBuilder.Entity<Team>(team =>
        {
            team.HasIndex(row => row.NameKey).IsUnique();
            team.HasOne<Team>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<FormerTeamPlace>(place =>
        {
            place.HasOne<Team>().WithMany().HasForeignKey(row => row.TeamId).OnDelete(DeleteBehavior.Restrict);
            place.HasOne<Team>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
            place.HasIndex(row => new { row.TeamId, row.UntilDay }).IsUnique();
        });
        modelBuilder.Entity<Membership>(membership =>
        {
            membership.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
            membership.HasOne<Team>().WithMany().HasForeignKey(row => row.TeamId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<Consent>(consent =>
        {
            consent.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
            consent.HasIndex(row => row.PersonId);
            // Nobody agrees to a purpose twice at a time.
            consent.HasIndex(row => new { row.PersonId, row.Purpose }).IsUnique().HasFilter("withdrawn_at IS NULL");
        });
        modelBuilder.Entity<Identity>(identity =>
        {
            identity.HasKey(row => row.Number);
            // One number is given out for a claim at a time; the numbers it had before are retired.
            identity.HasIndex(row => new { row.Kind, row.Value }).IsUnique().HasFilter("retired_at IS NULL");
        });
        modelBuilder.Entity<IdentityOwner>(owner =>
        {
            owner.HasOne<Identity>().WithMany().HasForeignKey(row => row.IdentityNumber).OnDelete(DeleteBehavior.Restrict);
            owner.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        });
        modelBuilder.Entity<ApiKey>(key =>
        {
            key.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
            key.HasOne<Device>().WithMany().HasForeignKey(row => row.DeviceId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Device>().HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        modelBuilder.Entity<DeviceSignIn>(signIn =>
        {
            signIn.HasIndex(row => row.UserCodeHash).IsUnique();
            signIn.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Invite>().HasOne<Team>().WithMany().HasForeignKey(row => row.TeamId).OnDelete(DeleteBehavior.SetNull);
        modelBuilder.Entity<SignInLink>().HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        modelBuilder.Entity<Session>().HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        modelBuilder.Entity<DigestChannel>(channel =>
        {
            channel.Property(row => row.Url).HasMaxLength(DigestChannel.MaxUrlChars);
            channel.HasOne<Team>().WithMany().HasForeignKey(row => row.TeamId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<DigestDelivery>(delivery =>
        {
            delivery.HasOne<DigestChannel>().WithMany().HasForeignKey(row => row.ChannelId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasIndex(row => new { row.ChannelId, row.Occasion, row.FromDay }).IsUnique().HasFilter("occasion <> 3");
            delivery.HasIndex(row => row.NextAttemptAt);
        });
        modelBuilder.Entity<Setting>().HasKey(row => row.Name);
        modelBuilder.Entity<ViewerNumber>(viewer =>
        {
            viewer.HasKey(row => row.Number);
            viewer.HasIndex(row => row.Viewer).IsUnique();
        });
        modelBuilder.Entity<IntegrityFinding>(finding =>
        {
            finding.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
            // A week is judged once: running it again finds what is there.
            finding.HasIndex(row => new { row.PersonId, row.Kind, row.UntilDay }).IsUnique();
            finding.Property(row => row.Evidence).HasMaxLength(int.MaxValue);
            finding.Property(row => row.Explanation).HasMaxLength(2_000);
            finding.Property(row => row.Appeal).HasMaxLength(2_000);
        });
        modelBuilder.Entity<NotCountedUsage>(usage =>
        {
            usage.HasKey(row => new { row.FindingId, row.Number });
            usage.HasOne<IntegrityFinding>().WithMany().HasForeignKey(row => row.FindingId);
        });
        modelBuilder.Entity<AutomationDeclaration>(declaration =>
        {
            declaration.HasKey(row => row.PersonId);
            declaration.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        });
        modelBuilder.Entity<PersonAdvice>(advice =>
        {
            advice.HasKey(row => new { row.PersonId, row.FromDay, row.Kind });
            advice.HasIndex(row => row.FromDay);
            advice.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        });
        modelBuilder.Entity<SealedSeason>(season =>
        {
            season.HasKey(row => row.Month);
            season.Property(row => row.Header).HasMaxLength(-1);
            season.Property(row => row.EntriesHash).HasMaxLength(-1);
        });
        modelBuilder.Entity<SealedSeasonEntry>(entry =>
        {
            entry.HasIndex(row => new { row.Month, row.Place }).IsUnique();
            entry.HasOne<SealedSeason>().WithMany().HasForeignKey(row => row.Month).OnDelete(DeleteBehavior.Cascade);
            entry.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
            entry.Property(row => row.Line).HasMaxLength(-1);
        });
        modelBuilder.Entity<Kudos>(kudos =>
        {
            kudos.HasKey(row => new { row.FromPersonId, row.ToPersonId, row.Week });
            kudos.HasOne<Person>().WithMany().HasForeignKey(row => row.FromPersonId);
            kudos.HasOne<Person>().WithMany().HasForeignKey(row => row.ToPersonId);
            kudos.HasIndex(row => row.Day);
        });
        modelBuilder.Entity<HelpOffer>(offer =>
        {
            offer.HasKey(row => row.PersonId);
            offer.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
            offer.Property(row => row.Note).HasMaxLength(SetUpNote.MostChars);
        });
        modelBuilder.Entity<AcceptedHelp>(help =>
        {
            help.HasKey(row => new { row.HelperId, row.HelpedId });
            help.HasOne<Person>().WithMany().HasForeignKey(row => row.HelperId);
            help.HasOne<Person>().WithMany().HasForeignKey(row => row.HelpedId);
        });
        modelBuilder.Entity<SeasonGoal>(goal =>
        {
            goal.HasKey(row => new { row.TeamId, row.Month });
            goal.HasOne<Team>().WithMany().HasForeignKey(row => row.TeamId);
            goal.HasIndex(row => row.Month);
        });
        modelBuilder.Entity<IdentityTool>(tool =>
        {
            tool.HasKey(row => new { row.IdentityNumber, row.Kind, row.Name });
            tool.HasOne<Identity>().WithMany().HasForeignKey(row => row.IdentityNumber);
            tool.HasIndex(row => row.LastDay);
        });
        modelBuilder.Entity<PersonRole>(role =>
        {
            role.HasKey(row => new { row.PersonId, row.Role });
            role.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        });
        modelBuilder.Entity<Approval>(approval =>
        {
            approval.HasOne<Person>().WithMany().HasForeignKey(row => row.AskedByPersonId).OnDelete(DeleteBehavior.SetNull);
            approval.HasOne<Person>().WithMany().HasForeignKey(row => row.DecidedByPersonId).OnDelete(DeleteBehavior.SetNull);
            approval.HasIndex(row => row.AskedAt);
            approval.Property(row => row.Reason).HasMaxLength(Approval.MaxReasonChars);
        });
        modelBuilder.Entity<SignInAccount>(account =>
        {
            account.HasKey(row => new { row.Issuer, row.Subject });
            account.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        });
        modelBuilder.Entity<DirectoryUser>(user =>
        {
            user.HasKey(row => row.PersonId);
            user.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
            user.Property(row => row.Id).IsRequired();
            user.HasIndex(row => row.Id).IsUnique();
            user.HasIndex(row => row.UserNameKey).IsUnique();
            user.HasIndex(row => row.ExternalId);
        });
        modelBuilder.Entity<DirectoryGroup>(group =>
        {
            group.HasIndex(row => row.DisplayNameKey).IsUnique();
            group.HasIndex(row => row.ExternalId);
            group.HasOne<Team>().WithMany().HasForeignKey(row => row.TeamId).OnDelete(DeleteBehavior.SetNull);
        });
        modelBuilder.Entity<DirectoryGroupMember>(member =>
        {
            member.HasKey(row => new { row.GroupId, row.PersonId });
            member.HasOne<DirectoryGroup>().WithMany().HasForeignKey(row => row.GroupId);
            member.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        });
        modelBuilder.Entity<Share>(share =>
        {
            share.HasOne<Person>().WithMany().HasForeignKey(row => row.SharedByPersonId).OnDelete(DeleteBehavior.Cascade);
            share.HasIndex(row => row.Hash).IsUnique();
            share.HasIndex(row => row.ExpiresAt);
            share.Property(row => row.View).HasMaxLength(Share.MaxViewChars);
        });
        modelBuilder.Entity<ExportCopy>(copy =>
        {
            copy.HasKey(row => row.Number);
            copy.HasOne<Person>().WithMany().HasForeignKey(row => row.AskedByPersonId).OnDelete(DeleteBehavior.SetNull);
            copy.HasOne<Person>().WithMany().HasForeignKey(row => row.ApprovedByPersonId).OnDelete(DeleteBehavior.SetNull);
            copy.HasIndex(row => row.ApprovalId).IsUnique();
        });
        UseSnakeCase(modelBuilder);
    }

    private static void UseSnakeCase(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.ClrType.Name));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    // IdentityOwner -> identity_owner
    private static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        moment => moment.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
