using Akida.Graph.Rules;
using Akida.Testing.Verdicts;

namespace Akida.Quantization.Tests.Verdicts;

/// <summary>The rule table finds in the nets' float graphs what the tools refuse or run in part only, for what caused it, and nothing else.</summary>
public sealed class RuleVerdictTests
{
    public static TheoryData<string> Cases => [.. ConstraintCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_net_breaks_a_rule_where_the_tools_refuse_it(string id)
    {
        ConstraintCase data = ConstraintCase.All[id];

        Finding[] findings = [.. RuleTable.Check(data.ReadModel().Graph, new RuleOptions(data.Version, data.Bits)).Where(finding => finding.Origin == RuleOrigin.Tool)];

        string[] names = [.. findings.SelectMany(finding => finding.Consequences.Prepend(finding.RuleName))];
        string found = string.Join("\n", findings.Select(finding => $"{finding.RuleId} {finding.RuleName}: {finding.Message}"));
        if (data.Cause is { } cause)
        {
            Assert.True(Causes.RulesAbout(cause).Intersect(names).Any(), $"nothing about {cause} among: {found}");
        }
        else if (data.RunsInPart)
        {
            Assert.True(findings.Any(finding => finding.RuleName == "layer-supported"), $"no layer-supported among: {found}");
        }
        else if (Causes.DeliberateFindings.TryGetValue(id, out string? rule))
        {
            Assert.Equal([rule], names);
        }
        else
        {
            Assert.True(findings.Length == 0, found);
        }
    }
}
