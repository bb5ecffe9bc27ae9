using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Blocks;
using Akida.Integers.Arithmetic;

namespace Akida.Quantization.Quantizing;

/// <summary>A quantised model.</summary>
/// <param name="Model">The model.</param>
/// <param name="LeftFloat">The layers that stay float, behind a dequantiser.</param>
/// <param name="Notes">What could not be done, and why.</param>
public sealed record QuantizationResult(Model Model, EquatableArray<string> LeftFloat, EquatableArray<string> Notes);

/// <summary>Makes a float model a quantised one: sanitise, choose quantisers, calibrate, equalise.</summary>
public static class Quantizer
{
    /// <summary>The quantised form of a float model.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="samples">What it is calibrated with, N×H×W×C.</param>
    /// <param name="settings">How it is quantised.</param>
    /// <param name="progress">Told after every batch of calibration, which takes the longest.</param>
    /// <exception cref="GraphException">The model is quantised already, or a rule refuses it; or the samples do not fit its
    /// input.</exception>
    public static QuantizationResult Quantize(
        Model model,
        Samples samples,
        QuantizationSettings settings,
        IProgress<CalibrationProgress>? progress = null
    )
    {
        LoweredGraph lowered = Sanitizer.Sanitize(model.Graph, new MeasuredWeightFacts(model.Weights));
        LoweredGraph placed = QuantizerPlacement.Place(lowered, settings);
        RuleContext context = RuleContext.ForQuantizer(model.Graph, placed);
        RuleTable.Require(context, RefusedBy.Quantizer);
        Model sanitized = new(lowered.Graph, WeightEditor.Apply(model.Weights, lowered.Edits));
        CheckSamples(sanitized.Graph, samples);
        WeightSet weights = WeightEditor.Apply(sanitized.Weights, placed.Edits.Skip(lowered.Edits.Count));
        GraphIndex index = new(placed.Graph);
        Dictionary<string, bool> quantizers = placed
            .Graph.Layers.Where(layer => layer.Quantization?.OutputQuantizer is not null)
            .ToDictionary(layer => layer.Name, layer => layer.Quantization!.OutputQuantizer!.IsPerAxis);
        LayerNode? input = placed.Graph.Layers.FirstOrDefault(layer => layer.Operation is InputQuantizer);
        CalibratedRanges ranges = Calibrator.Measure(
            sanitized,
            samples,
            quantizers,
            input?.Operation switch
            {
                InputQuantizer { Axis: QuantizerAxis.PerAxis } => InputRanges.PerChannel,
                InputQuantizer => InputRanges.PerTensor,
                _ => InputRanges.None,
            },
            progress
        );

        ModelGraph graph = placed.Graph;
        if (input is not null)
        {
            (graph, weights) = SetInputRange(graph, index, weights, input, ranges);
        }

        foreach (LayerNode layer in graph.Layers.Where(layer => quantizers.ContainsKey(layer.Name)))
        {
            (float[] range, float[] rate, weights) = Equalizer.Equalize(index, weights, layer, ranges.Outputs[layer.Name]);
            TensorShape shape = quantizers[layer.Name] ? new TensorShape(range.Length) : new TensorShape();
            weights = weights.With([
                (layer.Name, "output_quantizer/range_max", new Tensor(shape, range)),
                (layer.Name, "output_quantizer/rescaling_rate", new Tensor(shape, rate)),
            ]);
        }

        EquatableArray<string> leftFloat = graph
            .Layers.Where(layer => !layer.IsQuantized && layer.Operation is not InputLayer)
            .Select(layer => layer.Name)
            .ToEquatableArray();
        return new QuantizationResult(
            new Model(KerasOrder.Sort(graph), weights),
            leftFloat,
            Notes(context, placed, settings).ToEquatableArray()
        );
    }

    /// <summary>What a user should know: of lowering, and what stays float without being asked to.</summary>
    private static IEnumerable<string> Notes(RuleContext context, LoweredGraph placed, QuantizationSettings settings) =>
        placed
            .Notes.Select(note => note.Message)
            .Concat(
                settings.QuantizeUntil is null ? RuleTable.Of<SupportedLayerRule>().Check(context).Select(finding => finding.Message) : []
            );

    private static void CheckSamples(ModelGraph graph, Samples samples)
    {
        TensorShape expected = ((InputLayer)graph.Input.Operation).Shape;
        if (samples.Source.Shape != expected || samples.Source.Count == 0)
        {
            TensorShape found = TensorShape.Of(samples.Source.Shape.Dimensions.Prepend(samples.Source.Count));
            throw new GraphException($"samples are {found}, must be N×{expected}");
        }
    }

    /// <summary>Sets the input quantiser's range; an unsigned one's zero point goes into the next layer's bias and padding.</summary>
    private static (ModelGraph Graph, WeightSet Weights) SetInputRange(
        ModelGraph graph,
        GraphIndex index,
        WeightSet weights,
        LayerNode input,
        CalibratedRanges ranges
    )
    {
        InputQuantizer quantizer = (InputQuantizer)input.Operation;
        float[] minimum = quantizer.Signed ? ranges.InputMinimum : [.. ranges.InputMinimum.Select(value => Math.Min(value, 0f))];
        TensorShape shape = quantizer.Axis == QuantizerAxis.PerAxis ? new TensorShape(minimum.Length) : new TensorShape();
        weights = weights.With([
            (input.Name, "range_min", new Tensor(shape, minimum)),
            (input.Name, "range_max", new Tensor(shape, ranges.InputMaximum)),
        ]);
        if (quantizer.Signed || minimum.All(value => value == 0))
        {
            return (graph, weights);
        }

        LayerNode next = index.OnlyConsumer(input.Name)!;
        float[] offset = minimum;
        while (next.Operation is Rescaling rescaling)
        {
            offset = [.. offset.Select(value => value * (float)rescaling.Scale[0])];
            next = index.OnlyConsumer(next.Name)!;
        }

        EquatableArray<float> shifted = new(offset);
        graph = graph with
        {
            Layers = graph
                .Layers.Select(layer =>
                    layer == next ? layer with { Operation = InputOffset.Shifted((WeightedOperation)layer.Operation, shifted) } : layer
                )
                .ToEquatableArray(),
        };
        return (graph, WeightEditor.Apply(weights, InputOffset.Edit(next, shifted)));
    }
}
