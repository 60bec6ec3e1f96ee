using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>A row of <c>dimension</c>.</summary>
internal static class DimensionRow
{
    public static void Write(LedgerConnection connection, int number, UsageDimension dimension)
    {
        var price = dimension.PriceClass;
        connection.Run("WriteDimension",
            ("@number", number),
            ("@agent", dimension.Agent),
            ("@provider", dimension.Provider),
            ("@model", dimension.Model),
            ("@tier", (int)price.Tier),
            ("@speed", (int)price.Traits.Speed),
            ("@service_tier", (int)price.Traits.ServiceTier),
            ("@geography", (int)price.Traits.Geography),
            ("@price_book", price.PriceBook),
            ("@who", (int)dimension.Trust.Who),
            ("@evidence", (int)dimension.Trust.Evidence),
            ("@source", (int)dimension.Source));
    }

    public static UsageDimension Read(SqliteDataReader row) => new(
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        new PriceClass(
            (ContextTier)row.GetByte(4),
            new CallTraits((Speed)row.GetByte(5), (ServiceTier)row.GetByte(6), (Geography)row.GetByte(7)),
            row.GetString(8)),
        new Trust((Who)row.GetByte(9), (Evidence)row.GetByte(10)),
        (Source)row.GetByte(11));
}
