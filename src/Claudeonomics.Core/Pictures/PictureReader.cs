namespace Claudeonomics.Core.Pictures;

/// <summary>Reads pictures of the kinds that screenshots are kept in.</summary>
public static class PictureReader
{
    /// <exception cref="PictureException">Neither PNG nor JPEG, damaged, or larger than <see cref="Raster.MostPoints"/>.</exception>
    public static Raster Read(ReadOnlySpan<byte> file) =>
        file.StartsWith(PngProgram.Signature) ? PngReader.Read(file)
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? JpegReader.Read(file)
        : throw new PictureException("neither PNG nor JPEG");
}
