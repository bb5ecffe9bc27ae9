using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Device;

namespace Akida.Zoo.Tests;

/// <summary>
/// Every model of the zoo as it comes, on each version that it claims: the tools take it, and what the published limits of the chips say.
/// </summary>
public class ZooRuleTests
{
    /// <summary>What breaks a limit: PointNet++ averages one row of 32 pixels, AKD1000 at least three rows.</summary>
    private static readonly (string Model, AkidaVersion Version, Rule Rule)[] Known =
    [
        ("pointnet_plus_modelnet40", AkidaVersion.V1, RuleTable.Of<GapSizeRule>()),
    ];

    public static TheoryData<string, AkidaVersion> Models =>
        [
            .. ModelCatalogue.All.SelectMany(model =>
                model.Versions.Select(version => new TheoryDataRow<string, AkidaVersion>(model.Name, version))
            ),
        ];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_tools_take_a_model(string name, AkidaVersion version) =>
        Assert.Empty(
            Check(name, version)
                .Where(finding => finding.Rule.Origin == RuleOrigin.Tool)
                .Select(finding => $"{finding.Rule.Name}: {finding.Message}")
        );

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_fits_the_chip_but_for_known_layers(string name, AkidaVersion version) =>
        Assert.Equal(
            Known.Where(known => (known.Model, known.Version) == (name, version)).Select(known => known.Rule),
            Check(name, version).Where(finding => finding.Rule.Origin == RuleOrigin.Device).Select(finding => finding.Rule)
        );

    private static IReadOnlyList<Finding> Check(string name, AkidaVersion version)
    {
        ModelGraph graph = ModelCatalogue.All.Single(model => model.Name == name).Create(new Dictionary<string, Scalar>()).Build(version);
        return RuleTable.Check(graph, new RuleOptions(version));
    }
}
