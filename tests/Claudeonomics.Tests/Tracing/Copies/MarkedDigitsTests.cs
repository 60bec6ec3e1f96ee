using Claudeonomics.Core.Tracing.Copies;

namespace Claudeonomics.Tests.Tracing.Copies;

public sealed class MarkedDigitsTests
{
    [Theory]
    [InlineData("2013000", 201, 3)]
    [InlineData("2,013,000", 201, 3)]
    [InlineData("2.013.000", 201, 3)]
    [InlineData("2 013 000", 201, 3)]
    [InlineData("2’013’000", 201, 3)]
    [InlineData("73.13", 731, 3)]
    [InlineData("73,17", 732, -3)]
    [InlineData("73,17 %", 732, -3)]
    [InlineData("$12.34", 123, 4)]
    [InlineData("€ 12.34M", 123, 4)]
    [InlineData("1.234E+09", 123, 4)]
    [InlineData("0.001234", 123, 4)]
    [InlineData("-73.13", 731, 3)]
    [InlineData("12.3M", 123, 0)]
    [InlineData("1230000", 123, 0)]
    [InlineData("9994", 999, 4)]
    public void Read_AFigureAsItIsWritten_IsItsFirstFourDigits(string cell, int lead, int last) =>
        Assert.Equal(new MarkedDigits(lead, last), MarkedDigits.Read(cell));

    [Theory]
    [InlineData("")]
    [InlineData("quiet-otter")]
    [InlineData("quiet-otter-417")]
    [InlineData("137")] // a rank
    [InlineData("7.3")] // two digits say nothing
    [InlineData("12")]
    [InlineData("2013250")] // more digits than a copy writes
    [InlineData("2015")] // a last digit that none has
    [InlineData("2026-11-29")]
    [InlineData("08:15:30")]
    [InlineData("9998")] // beyond 999
    [InlineData("123456789012345678901234567890123456789")]
    public void Read_WhatNoCopyWrites_IsNothing(string cell) => Assert.Null(MarkedDigits.Read(cell));
}
