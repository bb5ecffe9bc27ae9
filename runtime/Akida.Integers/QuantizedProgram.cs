using Akida.Graph.Operations;
using Akida.Integers.Arithmetic;

namespace Akida.Integers;

/// <summary>Resolves the integers of a quantised model: the only place where its floats become weights, scales and shifts.</summary>
public static class QuantizedProgram
{
    /// <summary>The integer program of a quantised model.</summary>
    /// <exception cref="GraphException">The model is not quantised, or a layer of it cannot be computed in integers; the error names the
    /// layer.</exception>
    public static IntegerProgram From(Model quantised)
    {
        quantised.CheckWeights();
        if (!quantised.Graph.IsQuantized)
        {
            throw new GraphException($"model '{quantised.Graph.Name}' is not quantised");
        }

        GraphIndex index = new(quantised.Graph);
        Dictionary<string, ValueFormat> formats = [];
        List<IntegerLayer> layers = [];
        foreach (LayerNode node in quantised.Graph.Layers)
        {
            LayerContext context = new(node, [.. node.Inputs.Select(input => formats[input])], index.Shape(node.Name), quantised.Weights);
            try
            {
                IntegerLayer layer = Resolve(context);
                layers.Add(layer);
                formats.Add(node.Name, layer.Output);
            }
            catch (GraphException error)
            {
                throw error.About(node.Name);
            }
        }

        return new IntegerProgram(quantised.Graph.Name, layers.ToEquatableArray(), quantised.Graph.Outputs);
    }

    private static IntegerLayer Resolve(LayerContext layer)
    {
        Operation operation = layer.Node.Operation;
        if (operation is InputLayer input)
        {
            return new IntegerInput(layer.Name, InputFormat(input), input.DType);
        }

        bool onFloats = layer.Inputs.All(format => format.IsFloat);
        if (onFloats && operation is not InputQuantizer)
        {
            return layer.Node.IsQuantized
                ? throw new GraphException("the layer is quantised but takes floats: an InputQuantizer is missing before it")
                : new FloatLayer(layer.Name, layer.Node.Inputs, ValueFormat.Float(layer.Shape), operation);
        }

        return operation switch
        {
            InputQuantizer quantizer when onFloats => ShapingIntegers.InputQuantizer(layer, quantizer),
            Dequantizer => new IntegerDequantizer(layer.Name, layer.Node.Inputs, ValueFormat.Float(layer.Shape)) { Input = layer.Input },
            Rescaling rescaling => ShapingIntegers.Rescaling(layer, rescaling),
            Dropout => new IntegerIdentity(layer.Name, layer.Node.Inputs, layer.Input),
            Flatten => ShapingIntegers.Flatten(layer),
            Reshape => ShapingIntegers.Reshape(layer),
            Permute permute => ShapingIntegers.Permute(layer, permute),
            Concatenate concatenate => ShapingIntegers.Concatenate(layer, concatenate),
            Add add => ShapingIntegers.Add(layer, add),
            Conv2D conv => ConvolutionIntegers.Conv2D(layer, conv),
            DepthwiseConv2D conv => ConvolutionIntegers.DepthwiseConv2D(layer, conv),
            SeparableConv2D conv => ConvolutionIntegers.SeparableConv2D(layer, conv),
            Conv2DTranspose conv => ConvolutionIntegers.Conv2DTranspose(layer, conv),
            DepthwiseConv2DTranspose conv => ConvolutionIntegers.DepthwiseConv2DTranspose(layer, conv),
            Dense dense => MatrixIntegers.Dense(layer, dense),
            BufferTempConv conv => MatrixIntegers.BufferTempConv(layer, conv),
            DepthwiseBufferTempConv conv => MatrixIntegers.DepthwiseBufferTempConv(layer, conv),
            MaxPooling2D pool => ActivationIntegers.MaxPooling2D(layer, pool),
            GlobalAveragePooling2D => ActivationIntegers.GlobalAveragePooling2D(layer),
            ReLU relu => ActivationIntegers.ReLU(layer, relu),
            Activation { IsLookup: true } activation => ActivationIntegers.Lookup(layer, activation),
            _ => throw new GraphException($"{operation.ClassName} cannot be computed in integers"),
        };
    }

    private static ValueFormat InputFormat(InputLayer input) =>
        input.DType switch
        {
            DataType.UInt8 => new ValueFormat(input.Shape, 8, [0]),
            DataType.Int8 => new ValueFormat(input.Shape, 7, [0]),
            DataType.Int16 => new ValueFormat(input.Shape, 15, [0]),
            DataType.Float32 => ValueFormat.Float(input.Shape),
            _ => throw new GraphException($"type {input.DType} is not supported", setting: "dtype"),
        };
}
