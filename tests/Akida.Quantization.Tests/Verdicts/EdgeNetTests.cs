using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Integers;
using Akida.Quantization.Conversion;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;
using Akida.Testing.Models;

namespace Akida.Quantization.Tests.Verdicts;

/// <summary>Check, quantiser and converter say of nets at the edges what the published rules say, and what they take can be run.</summary>
public sealed class EdgeNetTests
{
    public static TheoryData<string, AkidaVersion> Nets =>
        [.. EdgeNets.All.Select(net => new TheoryDataRow<string, AkidaVersion>(net.Name, net.Version))];

    [Theory]
    [MemberData(nameof(Nets))]
    public void The_check_says_what_the_rules_say(string name, AkidaVersion version)
    {
        (EdgeNet net, ModelGraph graph, BitWidths bits) = Find(name, version);
        IReadOnlyList<Finding> findings = RuleTable.Check(graph, new RuleOptions(version, bits));
        Rule[] tools = [.. findings.Where(finding => finding.Rule.Origin == RuleOrigin.Tool).SelectMany(RulesOf).Distinct()];
        string all = string.Join("\n", findings.Select(finding => $"{finding.Rule.Name}: {finding.Message}"));
        if (net.Refused is { } rule)
        {
            Assert.True(tools.Contains(rule), $"no {rule.Name} among: {all}");
            return;
        }

        Assert.True(tools.Length == 0, all);
        Assert.Equal(
            net.Device is null ? [] : [net.Device],
            findings.Where(finding => finding.Rule.Origin == RuleOrigin.Device).Select(finding => finding.Rule).Distinct()
        );
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void Quantising_and_converting_do_as_the_check_says(string name, AkidaVersion version)
    {
        (EdgeNet net, ModelGraph graph, BitWidths bits) = Find(name, version);
        Model model = new(graph, WeightInitialization.Create(graph, seed: 1));
        QuantizationSettings settings = new() { Bits = bits };
        Samples samples = Samples.Random(graph, InputType(graph), count: 2, seed: 1);
        if (net.Refused is { RefusedBy: not RefusedBy.Nobody })
        {
            GraphException refusal = Assert.Throws<GraphException>(() =>
                Converter.Convert(Quantizer.Quantize(model, samples, settings).Model, version)
            );
            Assert.Contains(
                RuleTable.Check(graph, new RuleOptions(version, bits)).SelectMany(RulesOf),
                rule => refusal.Message.Contains($"{rule.Id} {rule.Name}:", StringComparison.Ordinal)
            );
            return;
        }

        QuantizationResult quantized = Quantizer.Quantize(model, samples, settings);
        Assert.Equal(net.Refused is not null, quantized.Notes.Count > 0);
        if (quantized.LeftFloat.Count == 0)
        {
            AssertRuns(QuantizedProgram.From(quantized.Model), AkidaProgram.From(Converter.Convert(quantized.Model, version)), samples);
        }
    }

    private static IEnumerable<Rule> RulesOf(Finding finding) => finding.Consequences.Prepend(finding.Rule);

    private static (EdgeNet Net, ModelGraph Graph, BitWidths Bits) Find(string name, AkidaVersion version)
    {
        EdgeNet net = EdgeNets.All.Single(candidate => candidate.Name == name && candidate.Version == version);
        ExampleModel model = new(version);
        net.Build(model);
        return (net, model.Build(), model.Bits);
    }

    private static DataType InputType(ModelGraph graph) =>
        ((InputLayer)graph.Layers[0].Operation).DType is var type && type == DataType.Float32 ? DataType.UInt8 : type;

    /// <summary>The converted model puts out what the quantised one does.</summary>
    private static void AssertRuns(IntegerProgram quantized, IntegerProgram converted, Samples samples)
    {
        float[] sample = samples.Source.Read([1]).Single().Values;
        Assert.Equal(Run(quantized, sample), Run(converted, sample));
    }

    private static float[] Run(IntegerProgram program, float[] sample)
    {
        IntegerSimulator simulator = new(program);
        switch (program.Input.DType)
        {
            case DataType.UInt8:
                simulator.Run<byte>(Array.ConvertAll(sample, value => (byte)value));
                break;
            case DataType.Int8:
                simulator.Run<sbyte>(Array.ConvertAll(sample, value => (sbyte)value));
                break;
            default:
                simulator.Run<float>(sample);
                break;
        }

        return simulator.Observe()[program.Outputs[0]].Floats;
    }
}
