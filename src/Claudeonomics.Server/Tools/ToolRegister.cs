using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Tools;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Tools;

/// <summary>Which identities used which skills, plugins and tool servers, and when they last did.</summary>
/// <remarks>Bounds: 1,000 names in the company and 40 an identity, at most 200,000 uses a day in memory; what comes on top is not noted. Rows go 62 days after
/// the last use, so that a name which nobody uses any more makes room.</remarks>
public sealed class ToolRegister : IToolsSeen
{
    private const int MostNames = 1_000;
    private const int MostOfIdentity = 40;
    private const int MostOfDay = 200_000;
    private const int KeptDays = 62;
    private const int RowsAtOnce = 500;

    // An answer is so old at most: whoever withdraws is out of every count within a minute.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ControlDatabase _control;
    private readonly IRosterSource _roster;
    private readonly RuleBook _rules;
    private readonly CompanyCalendar _calendar;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly HashSet<(ToolKind Kind, string Name)> _names = [];

    // Of the present day: what was noted is not noted again.
    private readonly HashSet<(int Identity, ToolKind Kind, string Name)> _today = [];
    private readonly Dictionary<(int Identity, ToolKind Kind, string Name), DateOnly> _waiting = [];

    // Names that nobody had used before, of the present day: an agent that makes names up leaves room for those of others.
    private readonly Dictionary<int, int> _newNames = [];
    private DateOnly _day;
    private volatile Answer? _answer;

    internal ToolRegister(ControlDatabase control, IRosterSource roster, RuleBook rules, CompanyCalendar calendar, TimeProvider clock)
    {
        (_control, _roster, _rules, _calendar, _clock) = (control, roster, rules, calendar, clock);
        using var db = control.Read();
        _names.UnionWith(db.IdentityTools.Select(static tool => new { tool.Kind, tool.Name }).Distinct().AsEnumerable().Select(static tool => (tool.Kind, tool.Name)));
    }

    private DateOnly Today => _calendar.DayOf(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    public void Saw(IReadOnlyList<SeenTool> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        if (tools.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            var today = Today;
            if (_day != today)
            {
                _today.Clear();
                _newNames.Clear();
                _day = today;
            }

            foreach (var tool in tools)
            {
                var key = (tool.Identity, tool.Kind, tool.Name);
                var day = _calendar.DayOf(tool.AtUnixMs);
                if ((day == today && _today.Contains(key)) || _today.Count >= MostOfDay || !IsRoomFor(tool))
                {
                    continue;
                }

                if (day == today)
                {
                    _today.Add(key);
                }

                if (_waiting.Count < MostOfDay && (!_waiting.TryGetValue(key, out var known) || known < day))
                {
                    _waiting[key] = day;
                }
            }
        }
    }

    /// <summary>What enough people who take part use.</summary>
    public IReadOnlyList<AdoptedTool> InUse()
    {
        var (today, roster, now) = (Today, _roster.Current, _clock.GetTimestamp());
        if (_answer is { } known && known.Day == today && _clock.GetElapsedTime(known.At, now) < Fresh)
        {
            return known.Tools;
        }

        using var db = _control.Read();
        var oldest = today.AddDays(1 - ToolAdoption.Days);
        var tools = ToolAdoption.Of(
            db.IdentityTools.Where(tool => tool.LastDay >= oldest).Select(static tool => new ToolUse(tool.IdentityNumber, tool.Kind, tool.Name, tool.LastDay)).AsEnumerable(),
            roster, today, _rules.Of(today));
        _answer = new(today, now, tools);
        return tools;
    }

    /// <summary>Keeps what was noted since the last time, and lets go of what was used long ago.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        KeyValuePair<(int Identity, ToolKind Kind, string Name), DateOnly>[] waiting;
        lock (_gate)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        var kept = 0;
        try
        {
            foreach (var part in waiting.Chunk(RowsAtOnce))
            {
                await _control.ChangeAsync(db => PutAsync(db, part), static (_, _) => { }, cancellationToken);
                kept += part.Length;
            }
        }
        catch
        {
            Return(waiting[kept..]);
            throw;
        }

        var oldest = Today.AddDays(-KeptDays);
        await _control.ChangeAsync(
            async db =>
            {
                // Names that were noted and found no room with their identity make room for others.
                if (await db.IdentityTools.Where(tool => tool.LastDay < oldest).ExecuteDeleteAsync() == 0 && waiting.Length == 0)
                {
                    return null;
                }

                return await db.IdentityTools.Select(static tool => new { tool.Kind, tool.Name }).Distinct().ToListAsync();
            },
            (_, left) =>
            {
                if (left is not null)
                {
                    lock (_gate)
                    {
                        _names.Clear();
                        _names.UnionWith(left.Select(static tool => (tool.Kind, tool.Name)));
                        _names.UnionWith(_waiting.Keys.Select(static key => (key.Kind, key.Name)));
                    }
                }
            },
            cancellationToken);
    }

    private static async Task<int> PutAsync(ControlContext db, KeyValuePair<(int Identity, ToolKind Kind, string Name), DateOnly>[] part)
    {
        var identities = part.Select(static use => use.Key.Identity).Distinct().ToList();
        var alive = (await db.Identities.Where(identity => identities.Contains(identity.Number) && identity.Value != null).Select(identity => identity.Number).ToListAsync()).ToHashSet();
        var known = (await db.IdentityTools.Where(tool => identities.Contains(tool.IdentityNumber)).ToListAsync())
            .ToDictionary(static tool => (tool.IdentityNumber, tool.Kind, tool.Name));
        var counts = known.Keys.CountBy(static tool => tool.IdentityNumber).ToDictionary();
        foreach (var (key, day) in part)
        {
            if (known.TryGetValue(key, out var row))
            {
                row.LastDay = row.LastDay > day ? row.LastDay : day;
            }
            else if (alive.Contains(key.Identity) && counts.GetValueOrDefault(key.Identity) < MostOfIdentity)
            {
                counts[key.Identity] = counts.GetValueOrDefault(key.Identity) + 1;
                db.IdentityTools.Add(new() { IdentityNumber = key.Identity, Kind = key.Kind, Name = key.Name, LastDay = day });
            }
        }

        return part.Length;
    }

    private void Return(KeyValuePair<(int Identity, ToolKind Kind, string Name), DateOnly>[] notKept)
    {
        lock (_gate)
        {
            foreach (var (key, day) in notKept)
            {
                _waiting.TryAdd(key, day);
            }
        }
    }

    private bool IsRoomFor(SeenTool tool)
    {
        if (_names.Contains((tool.Kind, tool.Name)))
        {
            return true;
        }

        var before = _newNames.GetValueOrDefault(tool.Identity);
        if (_names.Count >= MostNames || before >= MostOfIdentity)
        {
            return false;
        }

        _newNames[tool.Identity] = before + 1;
        return _names.Add((tool.Kind, tool.Name));
    }

    private sealed record Answer(DateOnly Day, long At, IReadOnlyList<AdoptedTool> Tools);
}
