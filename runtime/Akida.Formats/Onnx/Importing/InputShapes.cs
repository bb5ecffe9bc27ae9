using Akida.Formats.Onnx.Protocol;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Reads the sizes and type of a graph's input.</summary>
internal static class InputShapes
{
    private const int LargestSize = 1 << 24;

    private const int HighestRank = 4;

    /// <summary>The sizes without batch, the type, and the size of the batch if it is fixed.</summary>
    /// <exception cref="FormatException">A size is not fixed or out of range, or the type is not supported.</exception>
    public static (TensorShape Shape, DataType Type, long? Batch) Read(ValueInfoProto input)
    {
        TypeProto.Types.Tensor tensor = input.Type?.TensorType ?? throw new FormatException($"input '{input.Name}' is not a tensor");
        if (tensor.Shape is not { Dim: { Count: >= 2 and <= HighestRank + 1 } dimensions })
        {
            throw new FormatException(
                $"input '{input.Name}' has {tensor.Shape?.Dim.Count.ToString() ?? "unknown"} dimensions, must have a batch and 1 to "
                    + $"{HighestRank} others"
            );
        }

        for (int i = 1; i < dimensions.Count; i++)
        {
            if (
                dimensions[i].ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue
                || dimensions[i].DimValue is < 1 or > LargestSize
            )
            {
                string found = dimensions[i].DimParam.Length > 0 ? $"'{dimensions[i].DimParam}'" : dimensions[i].DimValue.ToString();
                throw new FormatException(
                    $"input '{input.Name}': size {i} is {found}, must be a number from 1 to {LargestSize}; export the model with a "
                        + "fixed input size"
                );
            }
        }

        DataType type = (TensorProto.Types.DataType)tensor.ElemType switch
        {
            TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Float16 => DataType.Float32,
            TensorProto.Types.DataType.Uint8 => DataType.UInt8,
            TensorProto.Types.DataType.Int8 => DataType.Int8,
            TensorProto.Types.DataType.Int16 => DataType.Int16,
            _ => throw new FormatException($"input '{input.Name}' has type {tensor.ElemType}, must be float, uint8, int8 or int16"),
        };
        long? batch =
            dimensions[0].ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && dimensions[0].DimValue > 0
                ? dimensions[0].DimValue
                : null;
        return (TensorShape.Of(dimensions.Skip(1).Select(size => (int)size.DimValue)), type, batch);
    }
}
