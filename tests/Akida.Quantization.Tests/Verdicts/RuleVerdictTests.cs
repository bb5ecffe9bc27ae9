using Akida.Graph.Rules;
using Akida.Graph.Rules.Blocks;
using Akida.Testing.Verdicts;

namespace Akida.Quantization.Tests.Verdicts;

/// <summary>
/// The rule table finds in the nets' float graphs what the tools refuse or run in part only, for what caused it, and nothing else.
/// </summary>
public sealed class RuleVerdictTests
{
    public static TheoryData<string> Cases => [.. ConstraintCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_net_breaks_a_rule_where_the_tools_refuse_it(string id)
    {
        ConstraintCase data = ConstraintCase.All[id];

        Finding[] findings =
        [
            .. RuleTable
                .Check(data.ReadModel().Graph, new RuleOptions(data.Version, data.Bits))
                .Where(finding => finding.Rule.Origin == RuleOrigin.Tool),
        ];

        Rule[] rules = [.. findings.SelectMany(finding => finding.Consequences.Prepend(finding.Rule))];
        string found = string.Join("\n", findings.Select(finding => $"{finding.Rule.Id} {finding.Rule.Name}: {finding.Message}"));
        if (data.Cause is { } cause)
        {
            Assert.True(Causes.RulesAbout(cause).Intersect(rules).Any(), $"nothing about {cause} among: {found}");
        }
        else if (data.RunsInPart)
        {
            Assert.True(findings.Any(finding => finding.Rule is SupportedLayerRule), $"nothing about float layers among: {found}");
        }
        else if (Causes.DeliberateFindings.TryGetValue(id, out Rule? rule))
        {
            Assert.Equal([rule], rules);
        }
        else
        {
            Assert.True(findings.Length == 0, found);
        }
    }
}
