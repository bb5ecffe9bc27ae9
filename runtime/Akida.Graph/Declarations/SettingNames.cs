namespace Akida.Graph.Declarations;

/// <summary>Which argument of an attribute gives a Keras setting.</summary>
public static class SettingNames
{
    private static readonly Dictionary<string, string> ArgumentsBySetting = new()
    {
        ["filters"] = "Filters",
        ["units"] = "Units",
        ["kernel_size"] = "KernelSize",
        ["strides"] = "Strides",
        ["padding"] = "Padding",
        ["pool_size"] = "PoolSize",
        ["pooling"] = "Pooling",
        ["post_relu_gap"] = "PostReluGap",
        ["fused"] = "Fused",
        ["relu_activation"] = "Relu",
        ["max_value"] = "Relu",
        ["target_shape"] = "TargetShape",
        ["activation"] = "Function",
        ["groups"] = "Groups",
        ["dilation_rate"] = "DilationRate",
        ["output_padding"] = "OutputPadding",
        ["kernel_initializer"] = "KernelInitializer",
        ["in_channels"] = "InChannels",
        ["index"] = "Index",
        ["use_pleiades"] = "UsePleiades",
        ["degrees"] = "Degrees",
        ["alpha"] = "Alpha",
        ["beta"] = "Beta",
        ["batch_input_shape"] = "Shape",
    };

    /// <summary>The argument for a Keras setting, or null.</summary>
    public static string? ArgumentOf(string setting) => ArgumentsBySetting.TryGetValue(setting, out string? name) ? name : null;
}
