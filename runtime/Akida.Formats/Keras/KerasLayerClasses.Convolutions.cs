using System.Text.Json.Nodes;
using Akida.Formats.Json;
using Akida.Graph.Operations;

namespace Akida.Formats.Keras;

/// <content>Layers with kernels.</content>
internal static partial class KerasLayerClasses
{
    private static readonly JsonCodec<EquatableArray<float>> PaddingValues = JsonCodec.List(
        JsonCodec.Map(KerasCodec.Number, "a number", _ => true, value => (float)value, value => value)
    );

    private static T Convolution<T>(KerasConfig config, T operation, JsonCodec<Padding>? padding = null)
        where T : Convolution2D
    {
        ChannelsLast(config);
        Nulls(config, "bias_regularizer", "activity_regularizer", "bias_constraint");
        return (T)(
            (Convolution2D)operation with
            {
                KernelSize = config.Settings.Required("kernel_size", KerasCodec.Size2D, operation.KernelSize),
                Strides = config.Settings.Value("strides", KerasCodec.Size2D, operation.Strides),
                Padding = config.Settings.Value("padding", padding ?? KerasCodec.Padding, operation.Padding),
                DilationRate = config.Settings.Value("dilation_rate", KerasCodec.Size2D, operation.DilationRate),
                Groups = config.Settings.Value("groups", JsonCodec.Int, operation.Groups),
                Activation = config.Settings.Value("activation", JsonCodec.Text, operation.Activation),
                UseBias = config.Settings.Value("use_bias", JsonCodec.Bool, operation.UseBias),
                BiasInitializer = config.Settings.Value("bias_initializer", KerasCodec.Initializer, operation.BiasInitializer),
            }
        );
    }

    private static Conv2D Conv2D(KerasConfig config, Conv2D operation)
    {
        Nulls(config, "kernel_constraint");
        operation = operation with
        {
            Filters = config.Settings.Required("filters", JsonCodec.Int, operation.Filters),
            KernelInitializer = config.Settings.Value("kernel_initializer", KerasCodec.Initializer, operation.KernelInitializer),
            KernelRegularizer = config.Settings.Value("kernel_regularizer", KerasCodec.Regularizer, operation.KernelRegularizer),
        };
        if (!config.Settings.Has("padding_value", operation.PaddingValue is not null))
        {
            return Convolution(config, operation);
        }

        // QuantizeML pads such a layer itself, as "same" would, and so says "valid" in its configuration.
        operation = Convolution(config, operation, JsonCodec.Words((Padding.Same, "valid"), (Padding.Same, "same")));
        return operation with { PaddingValue = config.Settings.Value("padding_value", PaddingValues, operation.PaddingValue ?? []) };
    }

    private static DepthwiseConv2D DepthwiseConv2D(KerasConfig config, DepthwiseConv2D operation)
    {
        Nulls(config, "depthwise_regularizer", "depthwise_constraint");
        return Convolution(config, operation) with
        {
            DepthMultiplier = config.Settings.Value("depth_multiplier", JsonCodec.Int, operation.DepthMultiplier),
            DepthwiseInitializer = config.Settings.Value("depthwise_initializer", KerasCodec.Initializer, operation.DepthwiseInitializer),
        };
    }

    private static SeparableConv2D SeparableConv2D(KerasConfig config, SeparableConv2D operation)
    {
        Nulls(config, "kernel_regularizer", "kernel_constraint", "depthwise_regularizer", "depthwise_constraint", "pointwise_constraint");
        config.Settings.Ignored("kernel_initializer", KerasCodec.Initializer.Write(Initializer.GlorotUniform));
        return Convolution(config, operation) with
        {
            Filters = config.Settings.Required("filters", JsonCodec.Int, operation.Filters),
            DepthMultiplier = config.Settings.Value("depth_multiplier", JsonCodec.Int, operation.DepthMultiplier),
            DepthwiseInitializer = config.Settings.Value("depthwise_initializer", KerasCodec.Initializer, operation.DepthwiseInitializer),
            PointwiseInitializer = config.Settings.Value("pointwise_initializer", KerasCodec.Initializer, operation.PointwiseInitializer),
            PointwiseRegularizer = config.Settings.Value("pointwise_regularizer", KerasCodec.Regularizer, operation.PointwiseRegularizer),
        };
    }

    private static Conv2DTranspose Conv2DTranspose(KerasConfig config, Conv2DTranspose operation)
    {
        Nulls(config, "kernel_constraint");
        return Convolution(config, operation) with
        {
            OutputPadding = config.Settings.Value("output_padding", KerasCodec.Size2DOrNull, operation.OutputPadding),
            Filters = config.Settings.Required("filters", JsonCodec.Int, operation.Filters),
            KernelInitializer = config.Settings.Value("kernel_initializer", KerasCodec.Initializer, operation.KernelInitializer),
            KernelRegularizer = config.Settings.Value("kernel_regularizer", KerasCodec.Regularizer, operation.KernelRegularizer),
        };
    }

    private static DepthwiseConv2DTranspose DepthwiseConv2DTranspose(KerasConfig config, DepthwiseConv2DTranspose operation)
    {
        Nulls(config, "depthwise_regularizer", "depthwise_constraint");
        return Convolution(config, operation) with
        {
            DepthMultiplier = config.Settings.Value("depth_multiplier", JsonCodec.Int, operation.DepthMultiplier),
            DepthwiseInitializer = config.Settings.Value("depthwise_initializer", KerasCodec.Initializer, operation.DepthwiseInitializer),
        };
    }

    private static Conv3D Conv3D(KerasConfig config, Conv3D operation)
    {
        ChannelsLast(config);
        Nulls(config, "bias_regularizer", "activity_regularizer", "bias_constraint", "kernel_constraint");
        config.Settings.Constant("dilation_rate", new JsonArray(1, 1, 1));
        return operation with
        {
            Filters = config.Settings.Required("filters", JsonCodec.Int, operation.Filters),
            KernelSize = config.Settings.Required("kernel_size", KerasCodec.Size3D, operation.KernelSize),
            Strides = config.Settings.Value("strides", KerasCodec.Size3D, operation.Strides),
            Padding = config.Settings.Value("padding", KerasCodec.Padding, operation.Padding),
            Groups = config.Settings.Value("groups", JsonCodec.Int, operation.Groups),
            Activation = config.Settings.Value("activation", JsonCodec.Text, operation.Activation),
            UseBias = config.Settings.Value("use_bias", JsonCodec.Bool, operation.UseBias),
            BiasInitializer = config.Settings.Value("bias_initializer", KerasCodec.Initializer, operation.BiasInitializer),
            KernelInitializer = config.Settings.Value("kernel_initializer", KerasCodec.Initializer, operation.KernelInitializer),
            KernelRegularizer = config.Settings.Value("kernel_regularizer", KerasCodec.Regularizer, operation.KernelRegularizer),
        };
    }

    private static PleiadesConv3D PleiadesConv3D(KerasConfig config, PleiadesConv3D operation) =>
        operation with
        {
            Convolution = Conv3D(config, operation.Convolution),
            Polynomials = operation.Polynomials with
            {
                Degrees = config.Settings.Required("degrees", JsonCodec.Int, operation.Polynomials.Degrees),
                Alpha = config.Settings.Required("alpha", KerasCodec.Number, operation.Polynomials.Alpha),
                Beta = config.Settings.Required("beta", KerasCodec.Number, operation.Polynomials.Beta),
            },
        };

    private static BufferTempConv BufferTempConv(KerasConfig config, BufferTempConv operation) =>
        operation with
        {
            Filters = config.Settings.Required("filters", JsonCodec.Int, operation.Filters),
            KernelSize = config.Settings.Required("kernel_size", JsonCodec.Int, operation.KernelSize),
            UseBias = config.Settings.Value("use_bias", JsonCodec.Bool, operation.UseBias),
        };

    private static DepthwiseBufferTempConv DepthwiseBufferTempConv(KerasConfig config, DepthwiseBufferTempConv operation) =>
        operation with
        {
            KernelSize = config.Settings.Required("kernel_size", JsonCodec.Int, operation.KernelSize),
            UseBias = config.Settings.Value("use_bias", JsonCodec.Bool, operation.UseBias),
        };

    private static Dense Dense(KerasConfig config, Dense operation)
    {
        Nulls(config, "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint");
        return operation with
        {
            Units = config.Settings.Required("units", JsonCodec.Int, operation.Units),
            Activation = config.Settings.Value("activation", JsonCodec.Text, operation.Activation),
            UseBias = config.Settings.Value("use_bias", JsonCodec.Bool, operation.UseBias),
            BiasInitializer = config.Settings.Value("bias_initializer", KerasCodec.Initializer, operation.BiasInitializer),
            KernelInitializer = config.Settings.Value("kernel_initializer", KerasCodec.Initializer, operation.KernelInitializer),
            KernelRegularizer = config.Settings.Value("kernel_regularizer", KerasCodec.Regularizer, operation.KernelRegularizer),
        };
    }
}
