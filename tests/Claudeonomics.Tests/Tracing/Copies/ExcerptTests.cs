using Claudeonomics.Core.Tracing.Copies;

namespace Claudeonomics.Tests.Tracing.Copies;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("rank,name,score\n1,ann,2013000\n2,\"Lee, Ben\",1994000")]
    [InlineData("\ufeffrank;name;score\r\n1;ann;2.013.000\r\n2;Lee, Ben;1.994.000\r\n")]
    [InlineData("1\tann\t2,013,000\n2\tLee, Ben\t1,994,000")]
    [InlineData("| 1 | ann | 2013000 |\n| 2 | Lee, Ben | 1994000 |")]
    public void Read_Lines_AreCellsOfTheirRows(string text)
    {
        var rows = Excerpt.Read(text).Rows.Select(static row => row.Select(static cell => cell.Text).ToList()).Where(static row => !row.Contains("rank")).ToList();

        Assert.Equal(2, rows.Count);
        Assert.Contains("ann", rows[0]);
        Assert.Contains("Lee, Ben", rows[1]);
        Assert.Equal(new MarkedDigits(199, 4), rows[1].Select(static cell => MarkedDigits.Read(cell)).OfType<MarkedDigits>().Single());
    }

    [Theory]
    [InlineData("""{"note":"n","rows":[{"rank":1,"name":"ann","score":2013000},{"rank":2,"name":"b\u0065n \"x\"","score":19.94}]}""")]
    [InlineData("""
        ore": 17, "name": "left over" }, {
          "rank": 1,
          "name": "ann",
          "score": 2013000
        },
        { "rank": 2, "name": "ben \"x\"", "score": 19.94, "tea
        """)]
    [InlineData("""er", "team": "x"},{"rank":1,"name":"ann","score":2013000},{"rank":2,"name":"ben \"x\"","score":19.94}]""")]
    public void Read_Json_WholeOrCut_IsValuesOfTheirObjects(string text)
    {
        var rows = Excerpt.Read(text).Rows;

        Assert.Contains(rows, static row => row.SequenceEqual([new("rank", "1"), new("name", "ann"), new("score", "2013000")]));
        Assert.Contains(rows, static row => row.Take(3).SequenceEqual([new("rank", "2"), new("name", "ben \"x\""), new("score", "19.94")]));
    }

    [Fact]
    public void Read_JsonWithinRows_IsOfTheRow()
    {
        var rows = Excerpt.Read("""{"standings":[{"rank":1,"person":{"id":"a1","name":"ann"},"score":2013000,"tokens":{"total":2013000},"days":[5]},{"rank":2,"person":{"name":"ben"},"score":19}]}""").Rows;

        Assert.Contains(rows, static row => row.SequenceEqual([new("rank", "1"), new("id", "a1"), new("name", "ann"), new("score", "2013000"), new("total", "2013000"), new("5", "5")]));
        Assert.Contains(rows, static row => row.SequenceEqual([new("rank", "2"), new("name", "ben"), new("score", "19")]));
    }

    [Fact]
    public void Read_JsonOfArrays_HasColumnsByPlace() =>
        Assert.Equal([new("0", "ann"), new("1", "2013000")], Excerpt.Read("""[["ann",2013000],["ben",1994000]]""").Rows[0]);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\"")]
    [InlineData("\\\"\\u12")]
    [InlineData("{\"a\\")]
    public void Read_Scraps_NeverFails(string text) => Assert.True(Excerpt.Read(text).Rows.Count <= 1);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-quiet", "'-quiet")]
    [InlineData("@ann", "'@ann")]
    [InlineData("+ann", "'+ann")]
    [InlineData("ann", "ann")]
    [InlineData("'ann", "'ann")]
    public void Guarded_WhatASpreadsheetWouldRun_IsText_AndTheSameName(string name, string written)
    {
        Assert.Equal(written, CopyNames.Guarded(name));
        Assert.Equal(CopyNames.Fold(name), CopyNames.Fold(written));
    }

    [Theory]
    [InlineData("quiet-otter", " Quiet-Otter ")]
    [InlineData("Ann Lee", "ann \u00a0 lee")]
    [InlineData("Mårten", "MÅRTEN")]
    public void Fold_TheSameNameTypedOtherwise_IsTheSame(string one, string other) => Assert.Equal(CopyNames.Fold(one), CopyNames.Fold(other));
}
