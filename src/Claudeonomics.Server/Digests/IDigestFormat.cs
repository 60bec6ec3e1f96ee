using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>How one kind of channel takes a digest. Another kind (Teams, Notion, mail) is another one of these, and a number in
/// <see cref="DigestKind"/>.</summary>
internal interface IDigestFormat
{
    DigestKind Kind { get; }

    /// <summary>The body that would be sent.</summary>
    /// <param name="picture">The digest as SVG.</param>
    Task<DigestMessage> WriteAsync(Digest digest, byte[] picture, CancellationToken cancellationToken);

    /// <summary>Adds what proves who sends it.</summary>
    void Sign(HttpRequestMessage request, DigestMessage message, DigestChannel channel, string deliveryId, DateTimeOffset now);
}

/// <param name="Json">UTF-8.</param>
/// <param name="WithoutPicture">The same for a receiver that refuses a message whose picture it cannot fetch; <see langword="null"/> where nothing has to be fetched.</param>
internal sealed record DigestMessage(byte[] Json, byte[]? WithoutPicture = null);
