using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;

namespace Claudeonomics.TestShared;

/// <summary>A company of a test as the server sees it: sums that change and a roster that changes.</summary>
internal sealed class CompanySource(SmallCompany company) : IBoardSource, IRosterSource
{
    private readonly Lock _gate = new();
    private Roster _roster = company.Roster();
    private long _version = 1;

    public event Action? Changed;

    /// <summary>Views that were opened so far.</summary>
    public int Opened { get; private set; }

    /// <summary>The next views throw this.</summary>
    public Exception? Fault { get; set; }

    public long Version => Interlocked.Read(ref _version);

    public Roster Current => Volatile.Read(ref _roster);

    public IBoardData Open(Roster roster)
    {
        lock (_gate)
        {
            Opened++;
            return Fault is null ? new FactsBoardData(company, roster, _version) : throw Fault;
        }
    }

    /// <summary>New facts.</summary>
    public void Change(Action<SmallCompany> change)
    {
        lock (_gate)
        {
            change(company);
            _version++;
        }

        Changed?.Invoke();
    }

    /// <summary>New people, teams or consents.</summary>
    public void ChangeRoster(Action<SmallCompany> change)
    {
        lock (_gate)
        {
            change(company);
            Volatile.Write(ref _roster, company.Roster(_roster.Version + 1));
        }

        Changed?.Invoke();
    }
}
