using Akida.Graph;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Integers;

namespace Akida.Quantization.Conversion;

/// <summary>What conversion knows of a model.</summary>
internal sealed class ConversionContext
{
    /// <summary>The name of the input layer behind a quantiser, which the open converter leaves nameless.</summary>
    private const string NamelessInputData = "input_data";

    private readonly Dictionary<string, string> names = [];

    public ConversionContext(GraphIndex model, IntegerProgram program, IReadOnlyList<AkidaBlock> blocks, AkidaVersion version)
    {
        (Model, Program, Blocks, Version) = (model, program, blocks, version);
        LayerNode? quantizer = model.Graph.Layers.FirstOrDefault(layer => layer.Operation is InputQuantizer);
        string input = model.Graph.Input.Name;
        bool hasInputConvolution = blocks.Any(block => block.IsInputConvolution);
        InputDataName =
            hasInputConvolution || (version == AkidaVersion.V2 && quantizer is null && !IsSigned(model)) ? null
            : quantizer is null ? input
            : NamelessInputData;
        string? first = InputDataName ?? quantizer?.Name;
        if (first is not null)
        {
            names[quantizer?.Name ?? input] = first;
        }

        foreach (AkidaBlock block in blocks)
        {
            names[block.Last.Name] = block.Main.Name;
        }
    }

    public GraphIndex Model { get; }

    public IntegerProgram Program { get; }

    public IReadOnlyList<AkidaBlock> Blocks { get; }

    public AkidaVersion Version { get; }

    /// <summary>The name of the InputData layer, if there is one.</summary>
    public string? InputDataName { get; }

    /// <summary>The Akida layers that a block takes its inputs from; none for one that takes the model's input itself.</summary>
    public EquatableArray<string> Inbounds(AkidaBlock block) =>
        block.Inputs.Where(input => names.ContainsKey(input)).Select(input => names[input]).ToEquatableArray();

    /// <summary>The Akida layer that puts a quantised layer's output out.</summary>
    public string NameOf(string layer) => names[BlockMapper.Source(Model, layer).Name];

    /// <summary>What a dequantiser multiplies each channel with.</summary>
    public EquatableArray<float> DequantizerScales(IntegerDequantizer dequantizer) =>
        Enumerable
            .Range(0, dequantizer.Input.Channels)
            .Select(c => FixedPoint.PowerOfTwo(-dequantizer.Input.FracBitsOf(c)) * dequantizer.Input.ScaleOf(c))
            .ToEquatableArray();

    /// <summary>The format of a layer's first input.</summary>
    public ValueFormat InputFormat(LayerNode layer) => Program[layer.Inputs[0]].Output;

    private static bool IsSigned(GraphIndex model) => model.Graph.Input.Operation is InputLayer { DType: not DataType.UInt8 };
}
