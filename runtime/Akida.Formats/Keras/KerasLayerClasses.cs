using System.Text.Json.Nodes;
using Akida.Formats.Json;
using Akida.Graph.Operations;

namespace Akida.Formats.Keras;

/// <summary>All classes of layers that are known, by class and by operation: the one home of Keras's names and keys.</summary>
internal static partial class KerasLayerClasses
{
    /// <summary>QuantizeML's activation, which has a slope; Keras's has none.</summary>
    private static readonly KerasLayerClass SlopedActivation = new KerasLayerClass<Activation>(
        "Custom>Activation",
        null,
        new() { Function = "linear" },
        (config, operation) => Sloped(config, Activation(config, operation))
    )
    {
        IsSecond = true,
    };

    private static readonly KerasLayerClass[] All =
    [
        new KerasLayerClass<InputLayer>("InputLayer", null, new() { Shape = default }, InputLayer),
        new KerasLayerClass<InputQuantizer>(null, "Custom>InputQuantizer", new(), InputQuantizer),
        new KerasLayerClass<Dequantizer>(null, "Custom>Dequantizer", new(), NoSettings) { HasQuantConfig = false },
        new KerasLayerClass<Rescaling>("Rescaling", "Custom>QuantizedRescaling", new() { Scale = [1.0] }, Rescaling)
        {
            HasQuantConfig = false,
        },
        new KerasLayerClass<Conv2D>("Conv2D", "Custom>QuantizedConv2D", new() { Filters = 0 }, Conv2D),
        new KerasLayerClass<Conv2D>("Custom>PaddedConv2D", null, new() { Filters = 0 }, Conv2D),
        new KerasLayerClass<DepthwiseConv2D>("DepthwiseConv2D", "Custom>QuantizedDepthwiseConv2D", new(), DepthwiseConv2D),
        new KerasLayerClass<SeparableConv2D>("SeparableConv2D", "Custom>QuantizedSeparableConv2D", new() { Filters = 0 }, SeparableConv2D),
        new KerasLayerClass<Conv2DTranspose>("Conv2DTranspose", "Custom>QuantizedConv2DTranspose", new() { Filters = 0 }, Conv2DTranspose),
        new KerasLayerClass<DepthwiseConv2DTranspose>(
            "Custom>DepthwiseConv2DTranspose",
            "Custom>QuantizedDepthwiseConv2DTranspose",
            new(),
            DepthwiseConv2DTranspose
        ),
        new KerasLayerClass<Conv3D>("Conv3D", null, new() { Filters = 0 }, Conv3D),
        new KerasLayerClass<PleiadesConv3D>(
            "Custom>PleiadesLayer",
            null,
            new()
            {
                Convolution = new() { Filters = 0 },
                Polynomials = new(0, 0, 0),
            },
            PleiadesConv3D
        ),
        new KerasLayerClass<BufferTempConv>(
            "Custom>BufferTempConv",
            "Custom>QuantizedBufferTempConv",
            new() { Filters = 0, KernelSize = 0 },
            BufferTempConv
        )
        {
            Trainable = false,
        },
        new KerasLayerClass<DepthwiseBufferTempConv>(
            "Custom>DepthwiseBufferTempConv",
            "Custom>QuantizedDepthwiseBufferTempConv",
            new() { KernelSize = 0 },
            DepthwiseBufferTempConv
        )
        {
            Trainable = false,
        },
        new KerasLayerClass<Dense>("Dense", "Custom>QuantizedDense", new() { Units = 0 }, Dense),
        new KerasLayerClass<BatchNormalization>("BatchNormalization", null, new() { Axis = -1 }, BatchNormalization),
        new KerasLayerClass<ReLU>("ReLU", "Custom>QuantizedReLU", new(), ReLU),
        new KerasLayerClass<Activation>("Activation", "Custom>QuantizedActivation", new() { Function = "linear" }, Activation),
        SlopedActivation,
        new KerasLayerClass<TensorFlowFunction>(
            "TFOpLambda",
            null,
            new() { Function = "" },
            (config, operation) => operation with { Function = config.Settings.Required("function", JsonCodec.Text, operation.Function) }
        ),
        new KerasLayerClass<Softmax>(
            "Softmax",
            null,
            new(),
            (config, operation) => operation with { Axis = config.Settings.Value("axis", JsonCodec.Int, operation.Axis) }
        ),
        new KerasLayerClass<LeakyReLU>(
            "LeakyReLU",
            null,
            new(),
            (config, operation) => operation with { Alpha = config.Settings.Value("alpha", KerasCodec.Number, operation.Alpha) }
        ),
        new KerasLayerClass<PReLU>("PReLU", null, new(), PReLU),
        new KerasLayerClass<Dropout>("Dropout", "Custom>QuantizedDropout", new() { Rate = 0 }, Dropout) { HasQuantConfig = false },
        new KerasLayerClass<ActivityRegularization>("ActivityRegularization", null, new(), ActivityRegularization),
        new KerasLayerClass<MaxPooling2D>("MaxPooling2D", "Custom>QuantizedMaxPool2D", new(), Pooling2D) { HasQuantConfig = false },
        new KerasLayerClass<AveragePooling2D>("AveragePooling2D", null, new(), Pooling2D),
        new KerasLayerClass<AveragePooling3D>("AveragePooling3D", null, new(), AveragePooling3D),
        new KerasLayerClass<GlobalAveragePooling2D>(
            "GlobalAveragePooling2D",
            "Custom>QuantizedGlobalAveragePooling2D",
            new(),
            GlobalAveragePooling2D
        ),
        new KerasLayerClass<UpSampling2D>("UpSampling2D", null, new(), UpSampling2D),
        new KerasLayerClass<Flatten>("Flatten", "Custom>QuantizedFlatten", new(), Flatten) { HasQuantConfig = false },
        new KerasLayerClass<Reshape>("Reshape", "Custom>QuantizedReshape", new() { TargetShape = [] }, Reshape) { HasQuantConfig = false },
        new KerasLayerClass<Permute>("Permute", "Custom>QuantizedPermute", new() { Dims = [] }, Permute) { HasQuantConfig = false },
        new KerasLayerClass<ZeroPadding2D>("ZeroPadding2D", null, new(), ZeroPadding2D),
        new KerasLayerClass<Cropping2D>("Cropping2D", null, new(), Cropping2D),
        new KerasLayerClass<ZeroPadding3D>("ZeroPadding3D", null, new(), ZeroPadding3D),
        new KerasLayerClass<Add>("Add", "Custom>QuantizedAdd", new(), Add),
        new KerasLayerClass<Multiply>("Multiply", null, new(), NoSettings),
        new KerasLayerClass<Subtract>("Subtract", null, new(), NoSettings),
        new KerasLayerClass<Maximum>("Maximum", null, new(), NoSettings),
        new KerasLayerClass<Concatenate>("Concatenate", "Custom>QuantizedConcatenate", new(), Concatenate),
    ];

    private static readonly Dictionary<string, (KerasLayerClass Class, bool IsQuantized)> ByName = All.SelectMany(entry =>
            new (KerasLayerClass Class, string? Name, bool IsQuantized)[]
            {
                (entry, entry.ClassName, false),
                (entry, entry.QuantizedClassName, true),
            }
        )
        .Where(named => named.Name is not null)
        .ToDictionary(named => named.Name!, named => (named.Class, named.IsQuantized));

    private static readonly Dictionary<string, KerasLayerClass> ByFloatClass = All.Where(entry =>
            entry is { ClassName: not null, IsSecond: false }
        )
        .ToDictionary(entry => entry.ClassName![(entry.ClassName!.IndexOf('>', StringComparison.Ordinal) + 1)..]);

    private static readonly Dictionary<Type, KerasLayerClass> ByQuantizedOperation = All.Where(entry =>
            entry.QuantizedClassName is not null
        )
        .ToDictionary(entry => entry.Operation);

    /// <summary>The class of that name in a file, and whether it is the quantised one; null if it is not known.</summary>
    public static (KerasLayerClass Class, bool IsQuantized)? Find(string className) =>
        ByName.TryGetValue(className, out var found) ? found : null;

    /// <summary>The class of a layer and its name in a file.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public static (KerasLayerClass Class, string Name) Of(LayerNode node)
    {
        if (node.Operation is UnsupportedOperation)
        {
            throw new GraphException($"layers of class {node.Operation.ClassName} are not supported");
        }

        // QuantizeML's own layers at the borders of the integers have no float class.
        if (
            (node.IsQuantized || node.Operation is Graph.Operations.InputQuantizer or Dequantizer)
            && node.Operation is not Graph.Operations.InputLayer
        )
        {
            return ByQuantizedOperation.TryGetValue(node.Operation.GetType(), out KerasLayerClass? quantized)
                ? (quantized, quantized.QuantizedClassName!)
                : throw new GraphException($"layers of class {node.Operation.ClassName} cannot be quantised");
        }

        // Keras's own class has no key for the slope.
        if (node.Operation is Activation { Function: "leaky_relu" } leaky && leaky.Alpha != new Activation { Function = "" }.Alpha)
        {
            return (SlopedActivation, SlopedActivation.ClassName!);
        }

        return ByFloatClass.TryGetValue(node.Operation.ClassName, out KerasLayerClass? found)
            ? (found, found.ClassName!)
            : throw new GraphException($"layers of class {node.Operation.ClassName} are not supported");
    }

    private static T NoSettings<T>(KerasConfig config, T operation) => operation;

    private static InputLayer InputLayer(KerasConfig config, InputLayer operation)
    {
        config.Settings.Constant("sparse", false);
        config.Settings.Constant("ragged", false);
        return operation with
        {
            Shape = config.Settings.Required("batch_input_shape", KerasCodec.BatchInputShape, operation.Shape),
            DType = config.Settings.Value("dtype", KerasCodec.DataType, operation.DType),
        };
    }

    private static InputQuantizer InputQuantizer(KerasConfig config, InputQuantizer operation)
    {
        if (config.InputShape is { } shape)
        {
            config.Settings.Ignored("batch_input_shape", KerasCodec.BatchInputShape.Write(shape));
        }

        return operation with
        {
            Bitwidth = config.Settings.Value(
                "bitwidth",
                JsonCodec.Map(JsonCodec.Int, "1 to 16", bits => bits is >= 1 and <= 16, bits => bits, bits => bits),
                operation.Bitwidth
            ),
            Signed = config.Settings.Value("signed", JsonCodec.Bool, operation.Signed),
            Axis = config.Settings.Value("axis", QuantizationJson.QuantizerAxis, operation.Axis),
        };
    }

    private static Rescaling Rescaling(KerasConfig config, Rescaling operation) =>
        operation with
        {
            Scale = config.Settings.Required("scale", KerasCodec.NumberOrList, operation.Scale),
            Offset = config.Settings.Value("offset", KerasCodec.NumberOrList, operation.Offset),
        };

    private static BatchNormalization BatchNormalization(KerasConfig config, BatchNormalization operation)
    {
        foreach (
            (string weight, Initializer initializer) in new[]
            {
                ("beta", Initializer.Zeros),
                ("gamma", Initializer.Ones),
                ("moving_mean", Initializer.Zeros),
                ("moving_variance", Initializer.Ones),
            }
        )
        {
            config.Settings.Ignored($"{weight}_initializer", KerasCodec.Initializer.Write(initializer));
        }

        Nulls(config, "beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
        return operation with
        {
            Axis = config.Settings.Required("axis", KerasCodec.SingleAxis, operation.Axis),
            Momentum = config.Settings.Value("momentum", KerasCodec.Number, operation.Momentum),
            Epsilon = config.Settings.Value("epsilon", KerasCodec.Number, operation.Epsilon),
            Center = config.Settings.Value("center", JsonCodec.Bool, operation.Center),
            Scale = config.Settings.Value("scale", JsonCodec.Bool, operation.Scale),
        };
    }

    private static ReLU ReLU(KerasConfig config, ReLU operation)
    {
        operation = operation with { MaxValue = config.Settings.Value("max_value", KerasCodec.NumberOrNull, operation.MaxValue) };
        return config.IsQuantized
            ? operation
            : operation with
            {
                NegativeSlope = config.Settings.Value("negative_slope", KerasCodec.Number, operation.NegativeSlope),
                Threshold = config.Settings.Value("threshold", KerasCodec.Number, operation.Threshold),
            };
    }

    private static Activation Activation(KerasConfig config, Activation operation)
    {
        operation = operation with { Function = config.Settings.Required("activation", JsonCodec.Text, operation.Function) };
        return config.IsQuantized ? Sloped(config, operation) : operation;
    }

    private static Activation Sloped(KerasConfig config, Activation operation) =>
        operation.Function == "leaky_relu"
            ? operation with
            {
                Alpha = config.Settings.Value("alpha", KerasCodec.Number, operation.Alpha),
            }
            : operation;

    private static PReLU PReLU(KerasConfig config, PReLU operation)
    {
        config.Settings.Ignored("alpha_initializer", KerasCodec.Initializer.Write(Initializer.Zeros));
        Nulls(config, "alpha_regularizer", "alpha_constraint");
        return operation with { SharedAxes = config.Settings.Value("shared_axes", KerasCodec.AxesOrNull, operation.SharedAxes) };
    }

    private static Dropout Dropout(KerasConfig config, Dropout operation)
    {
        Nulls(config, "noise_shape");
        config.Settings.Ignored("seed", null);
        return operation with { Rate = config.Settings.Required("rate", KerasCodec.Number, operation.Rate) };
    }

    private static ActivityRegularization ActivityRegularization(KerasConfig config, ActivityRegularization operation) =>
        operation with
        {
            L1 = config.Settings.Value("l1", KerasCodec.Number, operation.L1),
            L2 = config.Settings.Value("l2", KerasCodec.Number, operation.L2),
        };

    private static Add Add(KerasConfig config, Add operation) =>
        config.IsQuantized ? operation with { Average = config.Settings.Value("average", JsonCodec.Bool, operation.Average) } : operation;

    private static Concatenate Concatenate(KerasConfig config, Concatenate operation) =>
        operation with
        {
            Axis = config.Settings.Value("axis", JsonCodec.Int, operation.Axis),
        };

    private static void ChannelsLast(KerasConfig config) => config.Settings.Constant("data_format", "channels_last");

    private static void Nulls(KerasConfig config, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            config.Settings.Constant(key, null);
        }
    }
}
