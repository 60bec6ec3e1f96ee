using System.Globalization;
using System.Text;

namespace Claudeonomics.Benchmarks.Load;

/// <summary>What goes out in one write: one request with its body, or several without, one behind the other.</summary>
/// <param name="Bytes">As on the wire, headers included: nothing is put together while measuring.</param>
/// <param name="Requests">How many answers it is worth.</param>
/// <param name="Weight">What the scenario counts when all of them are answered: records, or requests.</param>
internal sealed record LoadRequest(byte[] Bytes, int Requests, int Weight)
{
    public static LoadRequest Post(string path, string key, string? encoding, ReadOnlySpan<byte> body, int weight)
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/x-protobuf\r\n{(encoding is null ? "" : $"Content-Encoding: {encoding}\r\n")}Content-Length: {body.Length}\r\n\r\n");
        return new([.. Encoding.ASCII.GetBytes(head), .. body], 1, weight);
    }

    /// <param name="headers">Whole lines with their ends.</param>
    /// <param name="count">How many times the same in one write.</param>
    public static LoadRequest Get(string path, string headers, int count)
    {
        var one = $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n";
        return new(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(one, count))), count, count);
    }
}
