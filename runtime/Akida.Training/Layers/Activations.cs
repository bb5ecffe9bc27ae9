using Akida.Graph.Operations;
using Akida.Training.Layers.Managed;

namespace Akida.Training.Layers;

/// <summary>Activations as Keras computes them, on batches in torch's layout.</summary>
internal static class Activations
{
    /// <exception cref="GraphException">The function is not known.</exception>
    public static TorchTensor Apply(TorchTensor x, string function, double alpha = 0.2) =>
        function switch
        {
            "linear" => x,
            "relu" => Functional.relu(x),
            "relu6" => x.relu6(),
            "softmax" => Functional.softmax(x, Layout.Axis(-1, x.dim())),
            "log_softmax" => Functional.log_softmax(x, Layout.Axis(-1, x.dim())),
            "sigmoid" => x.sigmoid(),
            "tanh" => x.tanh(),
            "elu" => Functional.elu(x, 1),
            "selu" => Functional.selu(x),
            "softplus" => Functional.softplus(x),
            "exponential" => x.exp(),
            "gelu" => Functional.gelu(x),
            "swish" or "silu" => Functional.silu(x),
            "hard_silu" or "hard_swish" => x * (x + 3).clamp(0, 6) / 6,
            "leaky_relu" => Functional.leaky_relu(x, alpha),
            _ => throw new GraphException($"activation '{function}' cannot be trained", setting: "activation"),
        };

    public static TorchTensor ReLU(TorchTensor x, ReLU relu)
    {
        if (relu.Threshold != 0 || relu.NegativeSlope != 0)
        {
            TorchTensor below = (x - relu.Threshold) * relu.NegativeSlope;
            TorchTensor above = relu.MaxValue is { } most ? x.clamp_max(most) : x;
            return torch.where(x >= relu.Threshold, above, below);
        }

        // Not one clamp of both sides, whose gradient costs several times as much, and passes at zero where that of TensorFlow does not.
        return relu.MaxValue switch
        {
            null => Functional.relu(x),
            { } bound when ManagedReLU.Takes(x) => ManagedReLU.Apply(x, bound, passesAtBound: bound != 6),
            6 => x.relu6(),
            { } bound => Functional.relu(x).clamp_max(bound),
        };
    }
}
