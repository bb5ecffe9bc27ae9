using Akida.Graph;
using Akida.Graph.Converted;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Integers;

namespace Akida.Quantization.Conversion;

/// <summary>Makes blocks Akida 2.0 layers.</summary>
internal static class ConverterV2
{
    public static KnownAkidaLayer Convert(ConversionContext context, AkidaBlock block)
    {
        KnownAkidaLayer layer = context.Program[block.Main.Name] switch
        {
            IntegerConcatenate => new ConcatenateLayer(),
            IntegerAdd add => Add(context, block, add),
            IntegerWeightedLayer main => WithRest(Weighted(context, block, main), context, block, main),
            var main => throw NoLayer(main),
        };
        return layer with { Name = block.Main.Name, Inbounds = context.Inbounds(block) };
    }

    private static GraphException NoLayer(IntegerLayer layer) =>
        new($"layer '{layer.Name}': no {AkidaVersions.V2Name} layer for {layer.GetType().Name}", layer.Name);

    private static AddLayer Add(ConversionContext context, AkidaBlock block, IntegerAdd add)
    {
        int channels = add.Output.Channels;
        return new AddLayer
        {
            BufferBits = add.BufferValueBits + 1,
            LeftShifts = LayerParts.Spread(add.LeftShifts, channels),
            RightShifts = LayerParts.Spread(add.RightShifts, channels),
            Output = LayerParts.Output(LastQuantizer(context, block), channels, hasScales: false),
        };
    }

    /// <summary>The layer of the right type, with its own parameters and its weights.</summary>
    private static WeightedAkidaLayerV2 Weighted(ConversionContext context, AkidaBlock block, IntegerWeightedLayer main)
    {
        int inputs = context.InputFormat(block.Main).Channels,
            outputs = main.Output.Channels;
        return main switch
        {
            IntegerConv2D own when block.IsInputConvolution => Convolution(
                own,
                new InputConv2DLayer
                {
                    InputShape = own.InputShape,
                    Filters = outputs,
                    PaddingValues = LayerParts.PaddingValues(own, AkidaVersion.V2),
                    Weights = Kernel(own, own.Weights, inputs, outputs),
                }
            ),
            IntegerConv2D own => Convolution(
                own,
                new Conv2DLayer { Filters = outputs, Weights = Flipped(own, own.Weights, inputs, outputs) }
            ),
            IntegerDepthwiseConv2D own => Convolution(own, new DepthwiseConv2DLayer { Weights = Flipped(own, own.Weights, inputs, 1) }),
            IntegerConv2DTranspose own => new Conv2DTransposeLayer
            {
                KernelSize = own.KernelSize,
                Filters = outputs,
                Weights = Kernel(own, own.Weights, inputs, outputs),
            },
            IntegerDepthwiseConv2DTranspose own => new DepthwiseConv2DTransposeLayer
            {
                KernelSize = own.KernelSize,
                Weights = Kernel(own, own.Weights, inputs, 1),
            },
            IntegerDense own => new Dense1DLayer
            {
                Units = outputs,
                Weights = new WeightTensor(new TensorShape(inputs, outputs), own.Weights),
            },
            IntegerBufferTempConv own => new BufferTempConvLayer
            {
                Frames = own.Frames,
                Filters = outputs,
                Weights = new WeightTensor(new TensorShape(1, 1, own.Frames * inputs, outputs), own.Weights),
            },
            IntegerDepthwiseBufferTempConv own => new DepthwiseBufferTempConvLayer
            {
                Frames = own.Frames,
                Weights = new WeightTensor(new TensorShape(1, 1, own.Frames, inputs), own.Weights),
            },
            _ => throw NoLayer(main),
        };
    }

    private static T Convolution<T>(IntegerConvolution convolution, T layer)
        where T : ConvolutionLayerV2 =>
        layer with
        {
            KernelSize = convolution.KernelSize,
            Strides = convolution.Strides,
            Padding = LayerParts.PaddingOf(convolution),
        };

    private static WeightTensor Kernel(IntegerConvolution convolution, EquatableArray<sbyte> weights, int inputs, int outputs) =>
        new(new TensorShape(convolution.KernelSize.Height, convolution.KernelSize.Width, inputs, outputs), weights);

    private static WeightTensor Flipped(IntegerConvolution convolution, EquatableArray<sbyte> weights, int inputs, int outputs) =>
        Kernel(convolution, new EquatableArray<sbyte>(WeightLayouts.Flip(weights, convolution.KernelSize)), inputs, outputs);

    private static WeightedAkidaLayerV2 WithRest(
        WeightedAkidaLayerV2 layer,
        ConversionContext context,
        AkidaBlock block,
        IntegerWeightedLayer main
    )
    {
        int channels = main.Output.Channels;
        return layer with
        {
            WeightBits = main.WeightBits,
            BufferBits = main.BufferValueBits + 1,
            Bias = LayerParts.Shifted(main.Bias, channels),
            InputShifts = InputShifts(context, block, main),
            Pool = LayerParts.Pool(context, block),
            Activation =
                block.Find<ReLU>() is not null ? AkidaActivation.ReLU
                : block.Find<Activation>() is not null ? AkidaActivation.LUT
                : AkidaActivation.NoActivation,
            Lookup = block.Find<Activation>() is { } activation ? Lookup(context, block, activation, channels) : null,
            Bound = LayerParts.Bound(context, block, channels),
            Output = LayerParts.Output(LastQuantizer(context, block), channels),
        };
    }

    private static EquatableArray<int> InputShifts(ConversionContext context, AkidaBlock block, IntegerWeightedLayer main)
    {
        ValueFormat input = context.InputFormat(block.Main);
        return main is IntegerDense ? LayerParts.DenseShifts(context, block)
            : main is IntegerDepthwiseConv2D || block.IsInputConvolution || input.HasOneFracBits ? []
            : LayerParts.Shifts(main.InputShifts, input.Channels);
    }

    private static Requantization? LastQuantizer(ConversionContext context, AkidaBlock block) =>
        context.Program[block.Last.Name].Requantization;

    private static AkidaLookup Lookup(ConversionContext context, AkidaBlock block, LayerNode activation, int channels)
    {
        Requantization before = LookupQuantizer(context, block, activation);
        return new AkidaLookup(
            LayerParts.Spread(before.Scales, channels),
            LayerParts.Spread(before.Shifts, channels),
            ((IntegerLookup)context.Program[activation.Name]).Table
        );
    }

    /// <summary>The quantiser before a lookup table; a max pooling between them changes nothing.</summary>
    private static Requantization LookupQuantizer(ConversionContext context, AkidaBlock block, LayerNode activation) =>
        block
            .Layers.TakeWhile(node => node.Name != activation.Name)
            .Select(node => context.Program[node.Name].Requantization)
            .LastOrDefault(quantizer => quantizer is not null)
        ?? throw new GraphException($"layer '{activation.Name}': no layer before it has an output quantizer", activation.Name);
}
