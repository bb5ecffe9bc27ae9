using Akida.Graph.Rules;

namespace Akida.Graph.Tests.Rules;

/// <summary>Every rule has, for each version that it concerns, a model that breaks it and one that keeps to it.</summary>
public sealed class RuleExampleTests
{
    public static TheoryData<string, AkidaVersion> Rules =>
        [.. RuleTable.All.SelectMany(rule => rule.Versions.Select(version => new TheoryDataRow<string, AkidaVersion>(rule.Name, version)))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_is_broken_by_its_wrong_example_and_kept_by_its_right_one(string name, AkidaVersion version)
    {
        Rule rule = RuleTable.All.Single(candidate => candidate.Name == name);
        RuleExample? example = RuleExamples.All.FirstOrDefault(candidate => candidate.Rule == rule && candidate.Versions.Contains(version));
        Assert.True(example is not null, $"{name} has no example for {version}");

        Finding[] broken = Find(example.Wrong(version)),
            kept = Find(example.Right(version));

        Finding finding = Assert.Single(broken);
        Assert.Same(rule, finding.Rule);
        Assert.DoesNotContain('\n', finding.Message);
        Assert.Empty(kept.Select(other => other.Message));

        // Among all findings another one could explain it.
        Finding[] Find(RuleContext context) => [.. rule.Check(context)];
    }

    [Fact]
    public void Ids_are_in_order_and_say_who_sets_the_rule() =>
        Assert.Equal(
            RuleTable.All.Select(
                (rule, i) =>
                    rule.Origin == RuleOrigin.Device
                        ? $"AKD30{i + 1 - RuleTable.All.Count(other => other.Origin != RuleOrigin.Device):D2}"
                        : $"AKD20{i + 1:D2}"
            ),
            RuleTable.All.Select(rule => rule.Id)
        );

    [Fact]
    public void What_the_quantiser_refuses_holds_for_both_versions() =>
        Assert.All(RuleTable.All.Where(rule => rule.RefusedBy == RefusedBy.Quantizer), rule => Assert.Equal(2, rule.Versions.Count));
}
