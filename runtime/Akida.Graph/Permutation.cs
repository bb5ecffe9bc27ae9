namespace Akida.Graph;

/// <summary>Reorders the dimensions of row-major arrays.</summary>
public static class Permutation
{
    /// <summary>The values with their dimensions in another order.</summary>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="order">For each dimension of the result the dimension of <paramref name="shape"/>, counted from 0.</param>
    public static T[] Apply<T>(ReadOnlySpan<T> values, TensorShape shape, params int[] order)
    {
        int rank = shape.Rank;
        long[] strides = new long[rank];
        long stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        T[] result = new T[values.Length];
        int[] position = new int[rank];
        for (int i = 0; i < result.Length; i++)
        {
            long source = 0;
            for (int axis = 0; axis < rank; axis++)
            {
                source += position[axis] * strides[order[axis]];
            }

            result[i] = values[(int)source];
            for (int axis = rank - 1; axis >= 0 && ++position[axis] == shape[order[axis]]; axis--)
            {
                position[axis] = 0;
            }
        }

        return result;
    }

    /// <summary>A tensor with its dimensions in another order.</summary>
    public static Tensor Permute(this Tensor tensor, params int[] order) =>
        new(TensorShape.Of(order.Select(axis => tensor.Shape[axis])), Apply<float>(tensor.Values, tensor.Shape, order));
}
