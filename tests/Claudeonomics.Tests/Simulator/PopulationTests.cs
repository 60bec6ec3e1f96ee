using System.Text;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Population;

namespace Claudeonomics.Tests.Simulator;

public sealed class PopulationTests
{
    [Fact]
    public void Read_WhatWasWritten_GivesTheSameFactsAndTheSameFile()
    {
        var company = Simulated.Company(12);
        var written = Write(Simulated.Stream(company, 1));

        using var reader = new PopulationReader(new MemoryStream(written));
        Assert.Equal(
            Simulated.Fingerprint(Simulated.Facts(company, Simulated.Stream(company, 1))),
            Simulated.Fingerprint(Simulated.Facts(company, reader)));
        using var again = new PopulationReader(new MemoryStream(written));
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(Write(again)));
    }

    [Fact]
    public void Read_People_HasWhatAServerIsToldAboutThem()
    {
        var company = Simulated.Company(30);

        using var reader = new PopulationReader(new MemoryStream(Write(Simulated.Stream(company, 1))));

        Assert.Equal(company.Teams, reader.Teams);
        Assert.Equal(
            company.People.Select(person => (person.Name, person.Email, person.Role, person.Team, person.Zone, person.Participation, person.WorkingDaysPerWeek)),
            reader.People.Select(person => (person.Name, person.Email, person.Role, person.Team, person.Zone, person.Participation, person.WorkingDaysPerWeek)));
    }

    [Theory]
    [InlineData("", "Line 1 should be the company, format 1.")]
    [InlineData("""{"type":"company","format":2,"people":0}""", "Line 1 should be the company, format 1.")]
    [InlineData("{", "Line 1 is not a line of a population.")]
    [InlineData("""{"type":"company","format":1}|{"type":"person","name":"Ann"}""", "Line 2 has no email.")]
    [InlineData(
        """{"type":"company","format":1}|{"type":"call","body":1,"person":"ann@example.com","at":"2026-11-21T10:00:00Z","agent":"codex"}""",
        "Line 2 lacks a member that its type needs.")]
    [InlineData(
        """{"type":"company","format":1}|{"type":"signal","kind":"prompt","body":1,"sent":"logs","person":"ann@example.com","at":"2026-11-21T10:00:00Z","agent":"codex"}""",
        "Line 3 is by 'ann@example.com', who is no person of the file.")]
    public void Read_BrokenFile_NamesTheLine(string lines, string message)
    {
        var failure = Assert.Throws<PopulationException>(() =>
        {
            using var reader = new PopulationReader(new MemoryStream(Encoding.UTF8.GetBytes(lines.Replace('|', '\n'))));
            while (reader.TryRead(out _))
            {
            }
        });

        Assert.Equal(message, failure.Message);
    }

    private static byte[] Write(IExportSource source)
    {
        using var output = new MemoryStream();
        using (var writer = new PopulationWriter(output))
        {
            writer.WriteCompany(source);
            while (source.TryRead(out var export))
            {
                writer.Write(export);
            }
        }

        return output.ToArray();
    }
}
