using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Pooling and its inverse.</summary>
internal static class ImportedPooling
{
    // How far back the convolution is looked for whose padding a pooling shares.
    private const int NearestLayers = 4;

    public static OnnxValue Max(OnnxNode node)
    {
        Window window = Window.Read(node, 2);
        string input = ImportedConvolutions.ChannelsLast(node, 2);
        (input, Padding padding) = Pad(node, input, window, zerosAreLeast: true);
        return ImportedConvolutions.ChannelsFirst(
            node,
            node.Add(
                new MaxPooling2D
                {
                    PoolSize = window.Size2D,
                    Strides = window.Strides2D,
                    Padding = padding,
                },
                input
            )
        );
    }

    public static OnnxValue Average(OnnxNode node)
    {
        int space = node.Layer(0).Rank - 1;
        if (space is not (2 or 3))
        {
            throw new GraphException($"pools over {space} axes, must pool over 2 or 3");
        }

        Window window = Window.Read(node, space);
        string input = ImportedConvolutions.ChannelsLast(node, space);
        TensorShape shape = node.Layers.Shape(input);
        if (space == 2 && window.Size[0] == shape[0] && window.Size[1] == shape[1] && window.Pads(node, shape).All(pad => pad == (0, 0)))
        {
            return GlobalAverageOf(node, input, keepsRank: true);
        }

        (input, Padding padding) = Pad(node, input, window, zerosAreLeast: false);
        Operation pooling =
            space == 2
                ? new AveragePooling2D
                {
                    PoolSize = window.Size2D,
                    Strides = window.Strides2D,
                    Padding = padding,
                }
                : new AveragePooling3D
                {
                    PoolSize = new(window.Size[0], window.Size[1], window.Size[2]),
                    Strides = new(window.Strides[0], window.Strides[1], window.Strides[2]),
                    Padding = padding,
                };
        return ImportedConvolutions.ChannelsFirst(node, node.Add(pooling, input));
    }

    public static OnnxValue GlobalAverage(OnnxNode node) =>
        GlobalAverageOf(node, ImportedConvolutions.ChannelsLast(node, 2), keepsRank: true);

    public static OnnxValue GlobalMax(OnnxNode node)
    {
        string input = ImportedConvolutions.ChannelsLast(node, 2);
        TensorShape shape = node.Layers.Shape(input);
        Size2D all = new(shape[0], shape[1]);
        return ImportedConvolutions.ChannelsFirst(node, node.Add(new MaxPooling2D { PoolSize = all, Strides = all }, input));
    }

    public static OnnxValue ReduceMean(OnnxNode node)
    {
        LayerValue input = node.Layer(0);
        int[] reduced = [.. (node.Numbers("axes", 1) ?? []).Select(axis => OnnxNode.Axis(axis, input.Rank)).Distinct().Order()];
        int[] kept = [.. Enumerable.Range(0, input.Rank).Except(reduced)];
        if (reduced.Length != 2 || kept.Length != 1)
        {
            throw new GraphException($"takes the mean over {reduced.Length} of {input.Rank} axes, must be over height and width of a map");
        }

        string map = node.Views.Arrange(input, [input.Axes[reduced[0]], input.Axes[reduced[1]], input.Axes[kept[0]]]);
        LayerValue mean = GlobalAverageOf(node, map, keepsRank: false);
        return node.Integer("keepdims", 1) == 0
            ? mean
            : mean with
            {
                Axes = Enumerable.Range(0, input.Rank).Select(axis => axis == kept[0] ? 0 : LayerValue.NoAxis).ToEquatableArray(),
            };
    }

    public static OnnxValue Resize(OnnxNode node)
    {
        LayerValue input = node.Layer(0, 3);
        int[] factors = Factors(node, input.Sizes);
        string mode = node.Text("mode", "nearest"),
            coordinates = node.Text("coordinate_transformation_mode", "half_pixel");
        string interpolation = (mode, coordinates, node.Text("nearest_mode", "round_prefer_floor")) switch
        {
            ("nearest", "asymmetric", "floor") => "nearest",
            ("nearest", "half_pixel" or "pytorch_half_pixel", "round_prefer_floor" or "round_prefer_ceil") => "nearest",
            ("linear", "half_pixel" or "pytorch_half_pixel", _) => "bilinear",
            _ => throw new GraphException(
                $"mode '{mode}' with coordinates '{coordinates}' is not supported, must be nearest or linear (half_pixel) upsampling"
            ),
        };
        string map = ImportedConvolutions.ChannelsLast(node, 2);
        return ImportedConvolutions.ChannelsFirst(
            node,
            node.Add(new UpSampling2D { Size = new(factors[0], factors[1]), Interpolation = interpolation }, map)
        );
    }

    private static LayerValue GlobalAverageOf(OnnxNode node, string map, bool keepsRank)
    {
        string layer = node.Add(new GlobalAveragePooling2D(), map);
        LayerValue mean = LayerValue.AsIs(layer, node.Layers.Shape(layer));
        return keepsRank ? mean with { Axes = [0, LayerValue.NoAxis, LayerValue.NoAxis] } : mean;
    }

    private static int[] Factors(OnnxNode node, int[] sizes)
    {
        double[] factors;
        if (node.Has(3) && node.Constant(3).Integers is { Length: 4 } targets && targets[1] == sizes[0])
        {
            factors = [(double)targets[2] / sizes[1], (double)targets[3] / sizes[2]];
        }
        else if (node.Has(2) && node.Constant(2).ToFloats() is { Length: 4 } scales && scales[0] == 1 && scales[1] == 1)
        {
            factors = [scales[2], scales[3]];
        }
        else
        {
            throw new GraphException("its scales or sizes must be four constants, those of batch and channels unchanged");
        }

        return factors.All(factor => factor is >= 1 and <= 1024 && factor == Math.Floor(factor))
            ? [(int)factors[0], (int)factors[1]]
            : throw new GraphException($"its factors are {factors[0]} and {factors[1]}, must be whole numbers from 1 to 1024");
    }

    private static (string Input, Padding Padding) Pad(OnnxNode node, string input, Window window, bool zerosAreLeast)
    {
        TensorShape shape = node.Layers.Shape(input);
        (int Before, int After)[] pads = window.Pads(node, shape);
        bool padsCount = !zerosAreLeast && node.Integer("count_include_pad", 0) == 1 && pads.Any(pad => pad != (0, 0));
        if (
            !padsCount
            && ImportedPadding.AsKeras(pads, shape.Dimensions, window.Size, window.Strides, FollowsSame(node, input)) is { } padding
        )
        {
            return (input, padding);
        }

        // What is padded must not win, or must count.
        return padsCount || (zerosAreLeast && IsNotNegative(node, input))
            ? (ImportedPadding.Zeros(node, input, pads), Padding.Valid)
            : throw new GraphException(
                $"pads {string.Join(", ", pads.Select(pad => $"{pad.Before}+{pad.After}"))} are neither 'same' nor 'valid' padding; "
                    + "zeros would do only after a ReLU"
            );
    }

    private static bool FollowsSame(OnnxNode node, string layer)
    {
        for (int i = 0; i < NearestLayers && node.Layers[layer] is { Inputs.Count: 1 } before; i++)
        {
            if (before.Operation is Convolution2D convolution)
            {
                return convolution.Padding == Padding.Same;
            }

            layer = before.Inputs[0];
        }

        return false;
    }

    private static bool IsNotNegative(OnnxNode node, string layer)
    {
        while (node.Layers[layer] is { Operation: MaxPooling2D or AveragePooling2D or Permute or Graph.Operations.Reshape } before)
        {
            layer = before.Inputs[0];
        }

        return node.Layers[layer].Operation is ReLU { NegativeSlope: 0, Threshold: 0 };
    }

    /// <summary>A pooling window.</summary>
    private sealed record Window(int[] Size, int[] Strides, bool RoundsUp)
    {
        public Size2D Size2D => new(Size[0], Size[1]);

        public Size2D Strides2D => new(Strides[0], Strides[1]);

        public static Window Read(OnnxNode node, int space)
        {
            if (!node.HasSetting("kernel_shape"))
            {
                throw new GraphException("kernel_shape is missing");
            }

            int[] ones = [.. Enumerable.Repeat(1, space)];
            if (node.Sizes("dilations", ones).Any(dilation => dilation != 1))
            {
                throw new GraphException("is dilated, poolings must not be");
            }

            return new(node.Sizes("kernel_shape", ones), node.Sizes("strides", ones), node.Integer("ceil_mode", 0) != 0);
        }

        /// <summary>What is padded; rounding up pads at the end.</summary>
        public (int Before, int After)[] Pads(OnnxNode node, TensorShape shape)
        {
            (int Before, int After)[] pads = ImportedPadding.Of(node, shape.Dimensions, Size, Strides);
            if (!RoundsUp)
            {
                return pads;
            }

            return
            [
                .. pads.Select(
                    (pad, axis) =>
                    {
                        int free = shape[axis] + pad.Before + pad.After - Size[axis];
                        int windows = (free + Strides[axis] - 1) / Strides[axis];
                        bool startsOutside = windows * Strides[axis] >= shape[axis] + pad.Before;
                        return free < 0 || startsOutside ? pad : (pad.Before, pad.After + (windows * Strides[axis]) - free);
                    }
                ),
            ];
        }
    }
}
