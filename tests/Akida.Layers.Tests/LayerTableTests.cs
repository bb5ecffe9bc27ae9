using Akida.Graph;
using Akida.Graph.Operations;

namespace Akida.Layers.Tests;

/// <summary>Every kind of layer in every phase: taken, or refused with a reason, as <c>docs/layers.md</c> says.</summary>
public sealed class LayerTableTests
{
    private static readonly bool Accept = Environment.GetEnvironmentVariable("AKIDA_ACCEPT_SNAPSHOTS") == "1";

    public static TheoryData<string> Kinds => [.. LayerSamples.All.Select(sample => sample.Name)];

    public static TheoryData<string> Operations =>
        [
            .. typeof(Operation)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract)
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_has_a_sample(string operation) =>
        Assert.True(
            LayerSamples.All.Any(sample => sample.Operation.Name == operation),
            $"{operation} is new: add a line to LayerSamples, a tiny model with such a layer; run this project with "
                + "AKIDA_ACCEPT_SNAPSHOTS=1, "
                + "which adds its row to docs/layers.md; then make its phases take it, one after the other, or refuse it with a reason "
                + "that helps"
        );

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_phase_takes_a_kind_or_refuses_it_with_a_reason(string kind)
    {
        foreach ((string phase, PhaseOutcome outcome) in LayerTable.Row(kind))
        {
            bool needsReason = outcome.Verdict == Verdict.Refused;
            Assert.True(!needsReason || outcome.Reason is { Length: > 0 }, $"{kind}: the phase '{phase}' refuses it without a reason");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_sample_has_a_layer_of_its_kind(string kind)
    {
        LayerSample sample = LayerSamples.All.Single(candidate => candidate.Name == kind);

        foreach (AkidaVersion version in AkidaVersions.All)
        {
            LayerNode tested = Assert.Single(sample.Graph(version).Layers, node => node.Name == LayerSample.Tested);
            Assert.Equal(sample.Operation, tested.Operation.GetType());
        }
    }

    /// <summary>With <c>AKIDA_ACCEPT_SNAPSHOTS=1</c> it is written; the columns of training only where libtorch can be loaded.</summary>
    [Fact]
    public void The_page_says_what_the_phases_do()
    {
        string present = LayerPage.Read(),
            expected = LayerPage.Create(present);
        if (Accept)
        {
            File.WriteAllText(LayerPage.Path, expected);
            present = LayerPage.Read();
        }

        Assert.Equal(expected, present);
    }

    /// <summary>Apart from the other columns, which are gone through everywhere; the page keeps what it says of these.</summary>
    [Fact]
    public void The_columns_of_training_are_gone_through()
    {
        string? missing = LayerTable.WhyNoLibtorch;
        Assert.SkipWhen(missing is not null, $"what docs/layers.md says of training is not checked: {missing}");

        Assert.All(LayerSamples.All, sample => Assert.Equal(Phases.All.Select(phase => phase.Name), LayerTable.Row(sample.Name).Keys));
    }
}
