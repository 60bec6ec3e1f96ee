using System.Text;
using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>Makes calls of a rollout's lines. The rules and their sources are in README.md.</summary>
internal sealed class CodexParser(CodexRollouts rollouts) : LineParser
{
    // Rows that wait for a model or for what tells a fork's own rows. More would be a file without either: they then count as they are.
    private const int MostHeld = 100_000;

    private readonly CodexTotals _totals = new();
    private readonly CodexReplay _replay = new();
    private readonly CodexRecords _records = new();
    private readonly List<CodexRow> _held = [];
    private byte[] _conversation = [];
    private byte[] _folder = [];
    private byte[] _model = [];
    private ServiceTier _tier;
    private bool _hasBegun;
    private int _rows;

    // Most bytes are prompts, answers and tool output, which say so at their beginning:
    // {"timestamp":"2026-10-05T11:00:00.000Z","type":"response_item","payload":{...}}
    public override bool Matters(ReadOnlySpan<byte> line)
    {
        var head = line[..Math.Min(line.Length, 96)];
        var item = head.IndexOf("\"type\":\"response_item\""u8);
        return item < 0 || head[..item].IndexOf("\"payload\""u8) >= 0;
    }

    public override UnreadReason? Read(ReadOnlySpan<byte> line, CallSink sink)
    {
        var json = new JsonWalker(line);
        if (!json.TryEnterObject())
        {
            return UnreadReason.NotJson;
        }

        var read = default(CodexLine);
        read.Read(ref json);
        if (json.IsBroken || !json.IsAtEnd)
        {
            return UnreadReason.NotJson;
        }

        switch (read.Kind)
        {
            case var kind when kind.SequenceEqual("session_meta"u8) || kind.SequenceEqual("thread.started"u8):
                Begin(read);
                return null;
            case var kind when kind.SequenceEqual("turn_context"u8) || kind.SequenceEqual("task_started"u8):
                BeginTurn(read, sink);
                return null;
            case var kind when kind.SequenceEqual("inter_agent_communication_metadata"u8):
                if (read.TriggersTurn && _replay.BeginTask())
                {
                    _held.Clear();
                }

                return null;
            case var kind when kind.SequenceEqual("thread_settings_applied"u8):
                _tier = read.Tier ?? _tier;
                return null;
            case var kind when kind.SequenceEqual("token_count"u8):
                return ReadCount(read, sink);
            case var kind when kind.SequenceEqual("token_usage_record"u8):
                return ReadRecord(read, sink);
            case var kind when kind.SequenceEqual("compacted"u8):
                _records.AddCompaction(Encoding.UTF8.GetString(read.CompactionResponseId));
                return null;
            case var kind when kind.SequenceEqual("patch_apply_end"u8):
                AddChanges(read, sink);
                return null;
            case var kind when kind.SequenceEqual("turn.completed"u8):
                return ReadTurn(read, sink);
            default:
                return null;
        }
    }

    public override void Finish(CallSink sink)
    {
        foreach (var row in _held)
        {
            Emit(row, _records.AddRow(row), sink);
        }

        foreach (var record in _records.Uncovered())
        {
            Emit(record.Row, record.ResponseId, sink, sink.Hash(Encoding.UTF8.GetBytes(record.ResponseId)));
        }
    }

    public override bool TrySave(Stream state)
    {
        if (_held.Count > 0 || !_replay.IsSettled || !_records.IsSettled)
        {
            return false;
        }

        using var writer = new BinaryWriter(state, Encoding.UTF8, leaveOpen: true);
        foreach (var text in (ReadOnlySpan<byte[]>)[_conversation, _folder, _model])
        {
            writer.Write(text.Length);
            writer.Write(text);
        }

        writer.Write((byte)_tier);
        writer.Write(_hasBegun);
        writer.Write(_rows);
        writer.Write(_replay.StartedAtUnixMs ?? long.MinValue);
        _totals.Save(writer);
        _records.Save(writer);
        return true;
    }

    public override void Restore(Stream state)
    {
        using var reader = new BinaryReader(state, Encoding.UTF8, leaveOpen: true);
        _conversation = reader.ReadBytes(reader.ReadInt32());
        _folder = reader.ReadBytes(reader.ReadInt32());
        _model = reader.ReadBytes(reader.ReadInt32());
        _tier = (ServiceTier)reader.ReadByte();
        _hasBegun = reader.ReadBoolean();
        _rows = reader.ReadInt32();
        _replay.Resume(reader.ReadInt64() is var started && started == long.MinValue ? null : started);
        _totals.Restore(reader);
        _records.Restore(reader);
    }

    // The first such line says whose file it is. Others are repeated from a parent.
    private void Begin(in CodexLine read)
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        _conversation = read.Id.ToArray();
        _folder = read.Folder.ToArray();
        _records.SetVersion(read.Version);
        _replay.Begin(read.StartedAtUnixMs ?? read.AtUnixMs, read.Id, read.ParentId, rollouts);
    }

    private void BeginTurn(in CodexLine read, CallSink sink)
    {
        _folder = read.Folder.IsEmpty || read.Folder.SequenceEqual(_folder) ? _folder : read.Folder.ToArray();
        _model = read.Model.IsEmpty || read.Model.SequenceEqual(_model) ? _model : read.Model.ToArray();
        _tier = read.Tier ?? _tier;
        if (_replay.BeginTurn(read.TurnId))
        {
            _held.Clear();
        }
        else if (_held.Count > 0 && !MustHold)
        {
            Release(sink);
        }
    }

    private UnreadReason? ReadCount(in CodexLine read, CallSink sink)
    {
        if (!read.Counts.AreReadable)
        {
            return read.Counts.Problem;
        }

        var spent = _totals.SpentOf(read.Total, read.Last);
        if (spent.IsZero)
        {
            return read.Counts.Problem;
        }

        if (!read.Model.IsEmpty)
        {
            _model = read.Model.ToArray();
        }

        var row = new CodexRow(read.AtUnixMs, spent, read.Total, _tier, _rows++);
        if (_replay.IsCopy(row))
        {
            return null;
        }

        if (MustHold && _held.Count < MostHeld)
        {
            _held.Add(row);
        }
        else
        {
            Emit(row, _records.AddRow(row), sink);
        }

        return read.Counts.Problem ?? (read.AtUnixMs is null ? UnreadReason.NoTime : null);
    }

    private UnreadReason? ReadRecord(in CodexLine read, CallSink sink)
    {
        if (read.Usage is not { } usage || usage.IsZero || read.ResponseId.IsEmpty || !read.Counts.AreReadable)
        {
            return read.Counts.Problem;
        }

        var row = new CodexRow(read.AtUnixMs, usage, null, _tier, _rows++);
        var id = Encoding.UTF8.GetString(read.ResponseId);
        if (!_replay.IsCopy(row) && _records.AddRecord(new(id, usage, row)) is { } described)
        {
            Emit(described, id, sink);
        }

        return read.Counts.Problem;
    }

    // What "codex exec --json" prints: no times, one sum a turn.
    private UnreadReason? ReadTurn(in CodexLine read, CallSink sink)
    {
        if (read.Usage is not { IsZero: false } usage || !read.Counts.AreReadable)
        {
            return read.Counts.Problem;
        }

        Emit(new(read.AtUnixMs, usage, null, _tier, _rows++), "", sink);
        return read.Counts.Problem ?? (read.AtUnixMs is null ? UnreadReason.NoTime : null);
    }

    // A fork repeats its parent's lines, with the same id of the call.
    private void AddChanges(in CodexLine read, CallSink sink)
    {
        var files = new JsonWalker(read.Changes);
        if (!read.Succeeded || read.CallId.IsEmpty || !files.TryEnterObject())
        {
            return;
        }

        while (files.NextProperty(out var path))
        {
            sink.AddChange(new LogChange
            {
                AtUnixMs = read.AtUnixMs, Path = path, Project = _folder, Key = CallSink.Join(sink.Hash(read.CallId), sink.Hash(path)),
            });
            files.Skip();
        }
    }

    private bool MustHold => _model.Length == 0 || _replay.IsUndetermined;

    private void Release(CallSink sink)
    {
        foreach (var row in _held)
        {
            Emit(row, _records.AddRow(row), sink);
        }

        _held.Clear();
    }

    private void Emit(in CodexRow row, string responseId, CallSink sink, ulong key = 0)
    {
        var tokens = row.Spent.Tokens;
        sink.Add(new LogCall
        {
            AtUnixMs = row.AtUnixMs,
            Usage = tokens,
            Provider = "openai"u8,
            Model = _model,
            ConversationId = _conversation,
            ResponseId = responseId.Length == 0 ? default : Encoding.UTF8.GetBytes(responseId),
            Project = _folder,
            Traits = new(Speed.Standard, row.Tier, Geography.Global),
            Key = key != 0 ? key : KeyOf(row, tokens, sink),
        });
    }

    // A copy in an archive or a resumed conversation's file has the same time, model and counts.
    private ulong KeyOf(in CodexRow row, in TokenUsage tokens, CallSink sink)
    {
        var moment = row.AtUnixMs is { } at
            ? CallSink.Join((ulong)at, sink.Hash(_model))
            : CallSink.Join(sink.Hash(_conversation), (ulong)row.Ordinal);
        return CallSink.Join(CallSink.Join(moment, CallSink.Of(tokens)), row.Total is { } total ? (ulong)(total.Input + total.Output) : 0);
    }
}
