using System.Security.Cryptography;
using System.Text;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>What models cost, since when and according to whom. Immutable; safe for any number of threads.</summary>
/// <remarks>How a price is found, the format of a company's file and the sources are in README.md beside this file.</remarks>
public sealed class PriceBook
{
    private static readonly Lazy<PriceBook> LazyEmbedded = new(ReadEmbedded);

    private readonly Dictionary<string, PriceRow[]> _rows;
    private readonly PriceModifier[] _modifiers;
    private readonly PriceDiscount[] _discounts;

    private PriceBook(
        string version, IEnumerable<PriceRow> rows, IEnumerable<PriceModifier> modifiers, IEnumerable<PriceDiscount> discounts,
        IReadOnlyList<PriceSource> sources, IReadOnlyList<string> texts, PriceBook? published = null)
    {
        Version = version;
        Published = published ?? this;
        Texts = texts;
        Rows = [.. rows];
        Sources = sources;
        _rows = Rows.GroupBy(row => row.Model).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        _modifiers = [.. modifiers];
        _discounts = [.. discounts];
    }

    /// <summary>The public list prices that came with this release.</summary>
    public static PriceBook Embedded => LazyEmbedded.Value;

    /// <summary>Names the prices: two books of one version give the same price for the same call. With a company's file it ends in
    /// <c>+</c>, the file's own version and the first eight digits of the file's SHA-256.</summary>
    public string Version { get; }

    /// <summary>The public lists alone: this book where no company's prices are laid over it.</summary>
    public PriceBook Published { get; }

    /// <summary>What it was read from: the public lists, then the company's files. <see cref="FromTexts"/> makes an equal book of them.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>All rows, in the order of their files.</summary>
    public IReadOnlyList<PriceRow> Rows { get; }

    public IReadOnlyList<PriceModifier> Modifiers => _modifiers;

    public IReadOnlyList<PriceDiscount> Discounts => _discounts;

    /// <summary>The public lists behind the seed rows.</summary>
    public IReadOnlyList<PriceSource> Sources { get; }

    /// <summary>Announced prices that nobody has confirmed yet. They price nothing.</summary>
    public IEnumerable<PriceRow> Scheduled => Rows.Where(row => !row.IsConfirmed);

    /// <summary>Announced prices whose day has come and that nothing has settled since: they ask for a newer price book or a row of the
    /// company's. Until then calls cost what they cost before.</summary>
    /// <param name="day">UTC.</param>
    public IEnumerable<PriceRow> UnsettledOn(DateOnly day) => Scheduled.Where(row => row.From <= day && !Rows.Any(other =>
        other.IsConfirmed && other.Model == row.Model && (other.Provider is null || other.Provider == row.Provider)
        && (other.Layer > row.Layer || other.From >= row.From)));

    /// <summary>Reads a book in the shape of prices.json.</summary>
    /// <exception cref="PriceBookException">It is none; the message names line and field.</exception>
    public static PriceBook Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var book = PriceBookReader.Read(json, PriceBookJsonContext.Default.BookJson);
        return new(
            book.Version,
            PriceBookReader.SeedRows(book),
            PriceBookReader.Modifiers(book),
            [],
            [.. book.Sources.Select(source =>
                new PriceSource(source.Key, source.Value.Title, source.Value.Url, source.Value.Day, source.Value.Licence))],
            [json]);
    }

    /// <summary>Makes a book that was kept by its texts.</summary>
    /// <exception cref="PriceBookException">A text is none.</exception>
    public static PriceBook FromTexts(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts.Skip(1).Aggregate(Parse(texts[0]), static (book, text) => book.WithCompanyPrices(text));
    }

    /// <summary>Lays a company's prices over this book.</summary>
    /// <param name="json">The company's price file (README.md).</param>
    /// <exception cref="PriceBookException">It is none; the message names line and field.</exception>
    public PriceBook WithCompanyPrices(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var company = PriceBookReader.Read(json, PriceBookJsonContext.Default.CompanyJson);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..8];
        return new(
            $"{Version}+{(company.Version is null ? "" : company.Version + ".")}{digest}",
            [.. Rows, .. PriceBookReader.CompanyRows(company)],
            _modifiers,
            [.. _discounts, .. PriceBookReader.Discounts(company)],
            Sources,
            [.. Texts, json],
            Published);
    }

    /// <summary>What a kind of call costs at a moment.</summary>
    /// <returns><see langword="null"/> when the call has no price: an unknown model, or a trait that the seller names no price for.</returns>
    public PriceQuote? Quote(ModelName model, CallTraits traits, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new PriceResolver(this, model, traits).At(DateOnly.FromDateTime(at.UtcDateTime), TimeOnly.FromDateTime(at.UtcDateTime));
    }

    /// <summary>All rows for a model, of whatever seller.</summary>
    internal IReadOnlyList<PriceRow> RowsOf(string model) => _rows.GetValueOrDefault(model) ?? [];

    private static PriceBook ReadEmbedded()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("prices.json")
            ?? throw new InvalidOperationException("prices.json is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }
}
