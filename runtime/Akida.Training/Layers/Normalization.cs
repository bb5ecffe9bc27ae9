using Akida.Graph.Operations;

namespace Akida.Training.Layers;

/// <summary>Batch normalisation as Keras computes it, moving statistics included, on batches in torch's layout.</summary>
internal static class Normalization
{
    /// <param name="x">The batch.</param>
    /// <param name="operation">The settings.</param>
    /// <param name="weights">Gamma and beta where there are any, and the moving statistics, which training changes.</param>
    /// <param name="training">Whether to use the batch's statistics and to move the moving ones towards them.</param>
    public static TorchTensor Apply(TorchTensor x, BatchNormalization operation, LayerWeights weights, bool training)
    {
        long axis = Layout.Axis(operation.Axis, x.dim());
        if (axis != 1)
        {
            return Apply(x.movedim([axis], [1]), operation with { Axis = -1 }, weights, training).movedim([1], [axis]);
        }

        TorchTensor mean = weights["moving_mean"],
            variance = weights["moving_variance"];
        TorchTensor? gamma = operation.Scale ? weights["gamma"] : null,
            beta = operation.Center ? weights["beta"] : null;
        if (!training)
        {
            return Functional.batch_norm(x, mean, variance, gamma, beta, training: false, eps: operation.Epsilon);
        }

        long valuesPerChannel = x.numel() / x.shape[1];
        TorchTensor batchMean = torch.zeros_like(mean),
            batchVariance = torch.zeros_like(variance),
            result;
        bool isFused = x.dim() > 2;
        if (valuesPerChannel > 1)
        {
            result = Functional.batch_norm(x, batchMean, batchVariance, gamma, beta, training: true, momentum: 1, eps: operation.Epsilon);
        }
        else
        {
            batchMean.copy_(x.detach().flatten());
            result =
                (x - x) * (gamma is null ? 1 : Layout.PerChannel(gamma, x.dim())) + (beta is null ? 0 : Layout.PerChannel(beta, x.dim()));
        }

        // Torch gives the unbiased variance of the batch. So does the fused operation that TensorFlow uses for maps and clips; for vectors
        // it is the biased one.
        double correction = isFused ? 1 : (valuesPerChannel - 1.0) / valuesPerChannel;
        using (torch.no_grad())
        {
            mean.mul_(operation.Momentum).add_(batchMean, alpha: 1 - operation.Momentum);
            variance.mul_(operation.Momentum).add_(batchVariance, alpha: (1 - operation.Momentum) * correction);
        }

        return result;
    }
}
