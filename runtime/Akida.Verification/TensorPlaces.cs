using Akida.Graph;

namespace Akida.Verification;

/// <summary>Where a value lies in a tensor, for people.</summary>
internal static class TensorPlaces
{
    /// <summary>For example <c>[1, 2, 3] of 8×10×4</c>.</summary>
    public static string PlaceOf(this TensorShape shape, int index)
    {
        Stack<int> place = [];
        foreach (int size in shape.Dimensions.Reverse())
        {
            place.Push(index % size);
            index /= size;
        }

        return $"[{string.Join(", ", place)}] of {shape}";
    }
}
