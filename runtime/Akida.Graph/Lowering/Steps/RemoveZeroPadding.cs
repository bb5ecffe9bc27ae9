using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A ZeroPadding2D before a <c>valid</c> convolution becomes <c>same</c> padding where that gives the same output size.</summary>
internal static class RemoveZeroPadding
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            GraphIndex index = lowered.Index;
            if (
                node.Operation is ZeroPadding2D padding
                && index.OnlyConsumer(node.Name) is { Operation: Conv2D or DepthwiseConv2D or SeparableConv2D } next
                && (Convolution2D)next.Operation is { Padding: Padding.Valid } convolution
                && GivesSameSize(index.InputShapes(node)[0], index.Shape(next.Name), convolution.Strides)
            )
            {
                TensorShape input = index.InputShapes(node)[0];
                (int, int) rows = Windows.SamePadding(input[0], convolution.KernelSize.Height, convolution.Strides.Height);
                (int, int) columns = Windows.SamePadding(input[1], convolution.KernelSize.Width, convolution.Strides.Width);
                lowered = lowered.Then(
                    lowered.Graph.WithOperation(next.Name, convolution with { Padding = Padding.Same }).Without(node.Name)
                );
                if (padding.Rows != rows || padding.Columns != columns)
                {
                    string zeros = Describe(padding.Rows, padding.Columns),
                        same = Describe(rows, columns);
                    string text = $"the zeros of '{node.Name}' ({zeros}) become 'same' padding ({same}), so its windows move by a pixel";
                    lowered = lowered.Noting(NoteKind.WindowsMove, next.Name, text);
                }
            }
        }

        return lowered;
    }

    private static string Describe((int Before, int After) rows, (int Before, int After) columns) =>
        $"{rows.Before}+{rows.After} rows, {columns.Before}+{columns.After} columns";

    private static bool GivesSameSize(TensorShape input, TensorShape output, Size2D strides) =>
        output[0] * strides.Height == input[0] && output[1] * strides.Width == input[1];
}
