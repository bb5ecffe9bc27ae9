namespace Akida.Training;

/// <summary>
/// A way to have libtorch compute float convolutions. On most processors it is right as it is; on some, oneDNN inside it computes wrong
/// numbers in silence, so each way is checked (<see cref="TorchRuntime.Load"/>) and the fastest that is right is used.
/// </summary>
public sealed record TorchKernels
{
    /// <summary>The environment variable that forces a way; none is checked then.</summary>
    public const string Variable = "AKIDA_TORCH_KERNELS";

    private TorchKernels(string name, string description)
    {
        Name = name;
        Description = description;
    }

    /// <summary>libtorch as it comes.</summary>
    public static TorchKernels AsIs { get; } = new("as-is", "libtorch as it is");

    /// <summary>oneDNN with the kernels for SSE4.1 only. It must be told before it is loaded.</summary>
    public static TorchKernels Sse41 { get; } = new("sse41", "oneDNN's SSE4.1 kernels");

    /// <summary>libtorch without oneDNN.</summary>
    public static TorchKernels NoOneDnn { get; } = new("no-onednn", "libtorch without oneDNN");

    /// <summary>All ways, the fastest first.</summary>
    public static IReadOnlyList<TorchKernels> All { get; } = [AsIs, Sse41, NoOneDnn];

    /// <summary>The name that <see cref="Variable"/> knows it by.</summary>
    public string Name { get; }

    /// <summary>What computes, in a few words.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The way of a name; null if there is none, which means the fastest that is right.</summary>
    /// <exception cref="NotSupportedException">There is no such way.</exception>
    internal static TorchKernels? Named(string? name) =>
        string.IsNullOrEmpty(name)
            ? null
            : All.FirstOrDefault(kernels => string.Equals(kernels.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new NotSupportedException($"{Variable} is '{name}', must be one of {string.Join(", ", All)}");
}
