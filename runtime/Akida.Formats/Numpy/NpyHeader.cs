namespace Akida.Formats.Numpy;

/// <summary>What a <c>.npy</c> file says before its values.</summary>
/// <param name="ArrayType">The type of an array of the values.</param>
/// <param name="ElementSize">The bytes of a value.</param>
/// <param name="Shape">The sizes, outermost first.</param>
/// <param name="IsColumnMajor">Whether the first dimension runs fastest.</param>
internal sealed record NpyHeader(Type ArrayType, int ElementSize, EquatableArray<int> Shape, bool IsColumnMajor)
{
    /// <summary>The number of all values.</summary>
    public int Elements => checked((int)new TensorShape(Shape).Elements);
}
