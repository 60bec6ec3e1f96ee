using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Claudeonomics.Benchmarks.Load;

/// <summary>One HTTP/1.1 connection that costs next to nothing: whole requests out, answers counted and stepped over.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    public LoadConnection(Uri address) => _socket.Connect(IPAddress.Parse(address.Host), address.Port);

    public void Send(LoadRequest request) => _socket.Send(request.Bytes);

    /// <summary>Waits for one answer and steps over its body.</summary>
    /// <returns>Status, and length of the body.</returns>
    /// <exception cref="IOException">The server closed the connection or does not say how long its answer is.</exception>
    public (int Status, int Length) Receive()
    {
        int headers;
        while ((headers = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Fill();
        }

        var head = _buffer.AsSpan(_start, headers + 2);
        var status = ((head[9] - '0') * 100) + ((head[10] - '0') * 10) + head[11] - '0';
        var length = status == (int)HttpStatusCode.NotModified ? 0 : LengthIn(head);
        _start += headers + 4;
        for (var left = length; left > 0;)
        {
            if (_start == _end)
            {
                Fill();
            }

            var step = Math.Min(left, _end - _start);
            (_start, left) = (_start + step, left - step);
        }

        return (status, length);
    }

    public void Dispose() => _socket.Dispose();

    private static int LengthIn(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _)
            ? length
            : throw new IOException("An answer without a length.");
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var received = _socket.Receive(_buffer.AsSpan(_end));
        _end += received > 0 ? received : throw new IOException("The server closed the connection.");
    }
}
