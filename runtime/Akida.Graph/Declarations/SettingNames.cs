using Akida.Graph.Blocks;
using Akida.Graph.Operations;

namespace Akida.Graph.Declarations;

/// <summary>
/// Which argument of an attribute gives a Keras setting: the one of its name (<c>kernel_size</c>: <c>KernelSize</c>), but for those listed
/// here.
/// </summary>
public static class SettingNames
{
    /// <summary>The arguments that are called otherwise; where there are several, a kind of layer has one of them.</summary>
    private static readonly Dictionary<string, string[]> OtherNames = new()
    {
        ["relu_activation"] = ["Relu"],
        ["max_value"] = ["MaxValue", "Relu"],
        ["activation"] = ["Activation", "Function"],
        ["batch_input_shape"] = ["Shape"],
        ["dtype"] = ["DType"],
    };

    /// <summary>The arguments of <c>[Variant]</c> by what they are called where a model is quantised.</summary>
    private static readonly Dictionary<string, string> VariantArguments = new()
    {
        ["input_weight_bits"] = "InputWeightBits",
        ["weight_bits"] = "WeightBits",
        ["activation_bits"] = "ActivationBits",
    };

    /// <summary>The argument of a kind of layer for a Keras setting of one of the layers that it makes, or null.</summary>
    public static string? ArgumentOf(string setting, string kind, Operation? operation = null)
    {
        bool blockPools = operation is MaxPooling2D && typeof(LayerBlock).IsAssignableFrom(LayerKinds.All[kind]);
        string[] candidates =
            blockPools && setting == "strides" ? ["PoolSize"]
            : OtherNames.TryGetValue(setting, out string[]? names) ? names
            : [PascalCase(setting)];
        return candidates.FirstOrDefault(name => LayerKinds.Settings(kind).ContainsKey(name));
    }

    /// <summary>The argument of <c>[Variant]</c> for a bit width, or null.</summary>
    public static string? OfVariant(string setting) => VariantArguments.TryGetValue(setting, out string? name) ? name : null;

    /// <summary>A value as an argument takes it: a block's activation is a name and its bound.</summary>
    public static string ValueFor(string argument, string value) =>
        argument == "Relu" && value.Length > 0 && char.IsDigit(value[0]) ? $"\"ReLU{value}\"" : value;

    private static string PascalCase(string setting) =>
        string.Concat(
            setting.Split(['_'], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1))
        );
}
