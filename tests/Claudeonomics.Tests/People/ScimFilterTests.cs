using Claudeonomics.Server.People.Scim;

namespace Claudeonomics.Tests.People;

public sealed class ScimFilterTests
{
    [Theory]
    [InlineData("userName eq \"Ana@corp.example\"", "username=Ana@corp.example")]
    [InlineData("  USERNAME  EQ  \"a\"  ", "username=a")]
    [InlineData("userName eq \"a \\\"b\\\" and c\"", "username=a \"b\" and c")]
    [InlineData("emails[type eq \"work\"].value eq \"a\"", "emails.type=work emails.value=a")]
    [InlineData("emails[type eq \"work\" and value eq \"a ] b\"]", "emails.type=work emails.value=a ] b")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"7\"", "employeenumber=7")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"a\" And active eq TRUE", "username=a active=true")]
    [InlineData("id eq \"g\" and members[value eq \"u\"]", "id=g members.value=u")]
    public void Parse_WhatDirectoriesSend_IsUnderstood(string filter, string expected) =>
        Assert.Equal(expected, string.Join(' ', ScimFilter.Parse(filter).Select(condition => $"{condition.Name}={condition.Value}")));

    [Theory]
    [InlineData("name.familyName", "name", null, "familyname")]
    [InlineData("emails[type eq \"work\"].value", "emails", "type eq \"work\"", "value")]
    [InlineData("members[value eq \"2\"]", "members", "value eq \"2\"", null)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "manager", null, "value")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "", null, null)]
    [InlineData("urn:example:other:1.0:attribute", "urn", null, null)]
    public void ParsePath_WhatDirectoriesSend_IsUnderstood(string text, string attribute, string? filter, string? part) =>
        Assert.Equal(new ScimPath(attribute, filter, part), ScimPath.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("name.")]
    [InlineData(".name")]
    [InlineData("a.b.c")]
    [InlineData("emails[")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Userx")]
    public void ParsePath_WhatIsNone_IsNull(string text) => Assert.Null(ScimPath.Parse(text));

    [Fact]
    public void Parse_LongNonsense_EndsSoon()
    {
        // A pattern that went back and forth over these would not end in a lifetime.
        foreach (var filter in (string[])[new string('[', 1_000), string.Concat(Enumerable.Repeat("a[", 500)), "a eq \"" + new string('\\', 990), string.Concat(Enumerable.Repeat("\"a\"", 300))])
        {
            Assert.Throws<ScimProblemException>(() => ScimFilter.Parse(filter));
        }
    }
}
