using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>
/// Paddings: ONNX says how much on each side, Keras <c>same</c> or <c>valid</c>, and zeros around a map as a layer of its own.
/// </summary>
internal static class ImportedPadding
{
    /// <summary>The paddings of a window: before and after, for each axis.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The sizes that the window slides over.</param>
    /// <param name="extents">The window's sizes, dilation included.</param>
    /// <param name="strides">Its strides.</param>
    public static (int Before, int After)[] Of(OnnxNode node, IReadOnlyList<int> input, int[] extents, int[] strides)
    {
        int axes = extents.Length;
        switch (node.Text("auto_pad", "NOTSET"))
        {
            case "NOTSET" or "":
                int[] pads = node.Sizes("pads", new int[2 * axes], least: 0);
                return [.. Enumerable.Range(0, axes).Select(axis => (pads[axis], pads[axes + axis]))];
            case "VALID":
                return new (int, int)[axes];
            case "SAME_UPPER":
                return Same(input, extents, strides);
            case "SAME_LOWER":
                return [.. Same(input, extents, strides).Select(pad => (pad.After, pad.Before))];
            case var other:
                throw new GraphException($"auto_pad is '{other}', must be NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        }
    }

    /// <summary>The padding of Keras that adds the same; null if none does.</summary>
    /// <param name="pads">What is added.</param>
    /// <param name="input">The sizes that the window slides over.</param>
    /// <param name="extents">The window's sizes.</param>
    /// <param name="strides">Its strides.</param>
    /// <param name="preferSame">Whether <c>same</c> is meant where both add nothing; it always is for 1×1.</param>
    public static Padding? AsKeras(
        (int Before, int After)[] pads,
        IReadOnlyList<int> input,
        int[] extents,
        int[] strides,
        bool preferSame = false
    )
    {
        bool nothing = pads.All(pad => pad == (0, 0));
        bool same = Same(input, extents, strides).SequenceEqual(pads);
        return (same, nothing) switch
        {
            (true, true) => preferSame || extents.All(size => size == 1) ? Padding.Same : Padding.Valid,
            (true, false) => Padding.Same,
            (false, true) => Padding.Valid,
            _ => null,
        };
    }

    /// <summary>Adds a layer that puts zeros around a map or clip.</summary>
    public static string Zeros(OnnxNode node, string layer, (int Before, int After)[] pads)
    {
        Operation operation =
            pads.Length == 2
                ? new ZeroPadding2D { Rows = pads[0], Columns = pads[1] }
                : new ZeroPadding3D
                {
                    Time = pads[0],
                    Rows = pads[1],
                    Columns = pads[2],
                };
        return node.Operation == "Pad"
            ? node.Add(operation, layer)
            : node.Layers.AddNamed(ImportedLayers.NameOf(node) + "/pad", operation, [layer]);
    }

    public static OnnxValue Pad(OnnxNode node)
    {
        LayerValue input = node.Layer(0);
        if (node.Text("mode", "constant") is not "constant" and var mode)
        {
            throw new GraphException($"mode is '{mode}', must be 'constant'");
        }

        if (node.Has(2) && node.Scalar(2) != 0 || node.Real("value", 0) != 0)
        {
            throw new GraphException("pads with another value than 0");
        }

        long[] pads = node.Numbers("pads", 1) ?? throw new GraphException("pads are missing");
        if (node.Has(3))
        {
            pads = OnAllAxes(pads, node.Constant(3).Integers ?? [], input.Rank + 1);
        }

        if (pads.Length != 2 * (input.Rank + 1) || pads.Any(pad => pad is < 0 or > 1 << 20))
        {
            throw new GraphException($"pads are [{string.Join(", ", pads)}], must be {2 * (input.Rank + 1)} numbers from 0 to {1 << 20}");
        }

        if (pads.All(pad => pad == 0))
        {
            return input;
        }

        (int Before, int After)[] byAxis =
        [
            .. Enumerable.Range(0, input.Rank + 1).Select(axis => ((int)pads[axis], (int)pads[input.Rank + 1 + axis])),
        ];
        int channels = input.Rank is 3 or 4 && !input.IsFlat ? input.Axes.ToArray().AsSpan().IndexOf(input.LastAxis) : -1;
        if (channels < 0 || input.Shape.Rank != input.Rank || byAxis[0] != (0, 0) || byAxis[channels + 1] != (0, 0))
        {
            throw new GraphException(
                $"pads are [{string.Join(", ", pads)}] for N×{new TensorShape(input.Sizes)}, must be around the space of a map"
            );
        }

        LayerValue settled = node.Views.Settle(input);
        (int Before, int After)[] space =
        [
            .. Enumerable.Range(0, input.LastAxis).Select(axis => byAxis[input.Axes.ToArray().AsSpan().IndexOf(axis) + 1]),
        ];
        string layer = Zeros(node, settled.Layer, space);
        return settled with { Layer = layer, Shape = node.Layers.Shape(layer) };
    }

    private static (int Before, int After)[] Same(IReadOnlyList<int> input, int[] extents, int[] strides) =>
        [.. extents.Select((extent, axis) => Windows.SamePadding(input[axis], extent, strides[axis]))];

    private static long[] OnAllAxes(long[] pads, long[] axes, int rank)
    {
        long[] all = new long[2 * rank];
        if (pads.Length != 2 * axes.Length || axes.Any(axis => axis < -rank || axis >= rank))
        {
            throw new GraphException($"pads are [{string.Join(", ", pads)}] for the axes [{string.Join(", ", axes)}] of {rank}");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            long axis = axes[i] < 0 ? axes[i] + rank : axes[i];
            (all[axis], all[rank + axis]) = (pads[i], pads[axes.Length + i]);
        }

        return all;
    }
}
