using Akida.Graph.Converted;

namespace Akida.Graph;

/// <summary>A converted model: the layers that Akida runs, with their variables.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The Akida version that it is for.</param>
/// <param name="Layers">The layers in topological order.</param>
public sealed record AkidaModel(string Name, AkidaVersion Version, EquatableArray<AkidaLayer> Layers);

/// <summary>A layer of a converted model as it is in a file; <see cref="AkidaLayerClasses"/> reads and writes what it holds.</summary>
/// <param name="Name">The name of the quantised layer that it was made from.</param>
/// <param name="Type">The name of its type: an <see cref="AkidaLayerType"/>, if it is known.</param>
/// <param name="Inbounds">The names of the layers whose outputs it takes; none for the first.</param>
/// <param name="Parameters">Its parameters, in order.</param>
/// <param name="Variables">Its variables, in order.</param>
public sealed record AkidaLayer(
    string Name,
    string Type,
    EquatableArray<string> Inbounds,
    EquatableArray<AkidaParameter> Parameters,
    EquatableArray<AkidaVariable> Variables
)
{
    /// <summary>Its type, or null if it is not known.</summary>
    public AkidaLayerType? KnownType => AkidaLayerTypes.Parse(Type);

    /// <summary>Bits of its kernels, or null if it does not say.</summary>
    public int? WeightBits => Parameter(AkidaNames.WeightBits) as int?;

    /// <summary>The value of a parameter, or null.</summary>
    public object? Parameter(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    /// <summary>A variable, or null.</summary>
    public AkidaVariable? Variable(string name) => Variables.FirstOrDefault(variable => variable.Name == name);
}

/// <summary>A parameter of a converted layer.</summary>
/// <param name="Name">Its name, such as <c>kernel_size</c>.</param>
/// <param name="Value">An <see cref="int"/>, <see cref="bool"/>, <see cref="string"/> or <see cref="EquatableArray{T}"/> of int.</param>
public sealed record AkidaParameter(string Name, object Value);

/// <summary>A variable of a converted layer.</summary>
/// <param name="Name">Its name, such as <c>weights</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">The values, row-major: <c>sbyte[]</c>, <c>byte[]</c>, <c>short[]</c>, <c>ushort[]</c>, <c>int[]</c> or
/// <c>float[]</c>.</param>
public sealed record AkidaVariable(string Name, TensorShape Shape, Array Values)
{
    /// <summary>Whether it is weights that the hardware multiplies with.</summary>
    public bool IsKernel => Name is AkidaNames.Weights or AkidaNames.PointwiseWeights;
}
