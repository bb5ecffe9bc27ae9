using Akida.Formats.Json;
using Akida.Graph.Operations;

namespace Akida.Formats.Keras;

/// <content>Pooling, and layers that only move values.</content>
internal static partial class KerasLayerClasses
{
    private static readonly JsonCodec<EquatableArray<(int Before, int After)>> Margins2D = KerasCodec.Margins(2),
        Margins3D = KerasCodec.Margins(3);

    private static T Pooling2D<T>(KerasConfig config, T operation)
        where T : Pooling2D
    {
        ChannelsLast(config);
        Pooling2D sized = operation with { PoolSize = config.Settings.Required("pool_size", KerasCodec.Size2D, operation.PoolSize) };
        return (T)(
            sized with
            {
                Strides = config.Settings.Value("strides", KerasCodec.Size2DOrNull, sized.EffectiveStrides),
                Padding = config.Settings.Value("padding", KerasCodec.Padding, operation.Padding),
            }
        );
    }

    private static AveragePooling3D AveragePooling3D(KerasConfig config, AveragePooling3D operation)
    {
        ChannelsLast(config);
        operation = operation with { PoolSize = config.Settings.Required("pool_size", KerasCodec.Size3D, operation.PoolSize) };
        return operation with
        {
            Strides = config.Settings.Value("strides", KerasCodec.Size3DOrNull, operation.Strides ?? operation.PoolSize),
            Padding = config.Settings.Value("padding", KerasCodec.Padding, operation.Padding),
        };
    }

    private static GlobalAveragePooling2D GlobalAveragePooling2D(KerasConfig config, GlobalAveragePooling2D operation)
    {
        ChannelsLast(config);
        return operation with { KeepDims = config.Settings.Value("keepdims", JsonCodec.Bool, operation.KeepDims) };
    }

    private static UpSampling2D UpSampling2D(KerasConfig config, UpSampling2D operation)
    {
        ChannelsLast(config);
        return operation with
        {
            Size = config.Settings.Required("size", KerasCodec.Size2D, operation.Size),
            Interpolation = config.Settings.Value("interpolation", JsonCodec.Text, operation.Interpolation),
        };
    }

    private static Flatten Flatten(KerasConfig config, Flatten operation)
    {
        ChannelsLast(config);
        return operation;
    }

    private static Reshape Reshape(KerasConfig config, Reshape operation) =>
        operation with
        {
            TargetShape = config.Settings.Required("target_shape", KerasCodec.Ints, operation.TargetShape),
        };

    private static Permute Permute(KerasConfig config, Permute operation) =>
        operation with
        {
            Dims = config.Settings.Required("dims", KerasCodec.Ints, operation.Dims),
        };

    private static ZeroPadding2D ZeroPadding2D(KerasConfig config, ZeroPadding2D operation)
    {
        ChannelsLast(config);
        var padding = config.Settings.Required("padding", Margins2D, [operation.Rows, operation.Columns]);
        return operation with { Rows = padding[0], Columns = padding[1] };
    }

    private static Cropping2D Cropping2D(KerasConfig config, Cropping2D operation)
    {
        ChannelsLast(config);
        var cropping = config.Settings.Required("cropping", Margins2D, [operation.Rows, operation.Columns]);
        return operation with { Rows = cropping[0], Columns = cropping[1] };
    }

    private static ZeroPadding3D ZeroPadding3D(KerasConfig config, ZeroPadding3D operation)
    {
        ChannelsLast(config);
        var padding = config.Settings.Required("padding", Margins3D, [operation.Time, operation.Rows, operation.Columns]);
        return operation with { Time = padding[0], Rows = padding[1], Columns = padding[2] };
    }
}
