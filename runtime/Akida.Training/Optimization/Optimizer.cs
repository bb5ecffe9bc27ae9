using TorchSharp.Modules;

namespace Akida.Training.Optimization;

/// <summary>How gradients change weights: the optimisers of Keras with their defaults.</summary>
public abstract record Optimizer
{
    private protected Optimizer() { }

    /// <summary>What it remembers of the steps before, for some parameters.</summary>
    internal abstract OptimizerState Start(IEnumerable<Parameter> parameters);
}

/// <summary>
/// Adam, and AdamW where there is a <see cref="WeightDecay"/>: <c>w -= lr·√(1-β2^t)/(1-β1^t) · m / (√v + ε)</c>.
/// </summary>
/// <remarks>
/// Epsilon is added to the root of the second moment before that is corrected for its start at zero (torch adds it after).
/// </remarks>
public sealed record Adam : Optimizer
{
    /// <summary>How much of the first moment a step keeps.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the second moment a step keeps.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What is added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>Before anything else <c>w -= lr·decay·w</c>, for all that learns; 0 is plain Adam, Keras's AdamW has 0.004.</summary>
    public double WeightDecay { get; init; }

    internal override OptimizerState Start(IEnumerable<Parameter> parameters) => new State(this, parameters);

    private sealed class State(Adam settings, IEnumerable<Parameter> parameters) : OptimizerState(parameters, moments: 2)
    {
        private protected override void Move(Parameter parameter, TorchTensor gradient, TorchTensor[] moments, double learningRate)
        {
            double rate = learningRate * Math.Sqrt(1 - Math.Pow(settings.Beta2, Steps)) / (1 - Math.Pow(settings.Beta1, Steps));
            if (settings.WeightDecay > 0)
            {
                parameter.sub_(parameter * (settings.WeightDecay * learningRate));
            }

            moments[0].mul_(settings.Beta1).add_(gradient, alpha: 1 - settings.Beta1);
            moments[1].mul_(settings.Beta2).addcmul_(gradient, gradient, 1 - settings.Beta2);
            parameter.addcdiv_(moments[0], moments[1].sqrt().add_(settings.Epsilon), -rate);
        }
    }
}

/// <summary>
/// Stochastic gradient descent: <c>u = μu - lr·g</c>, then <c>w += u</c>, or with <see cref="Nesterov"/> <c>w += μu - lr·g</c>.
/// </summary>
public sealed record StochasticGradientDescent : Optimizer
{
    /// <summary>How much of the last step the next one keeps.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether a step looks ahead.</summary>
    public bool Nesterov { get; init; }

    internal override OptimizerState Start(IEnumerable<Parameter> parameters) => new State(this, parameters);

    private sealed class State(StochasticGradientDescent settings, IEnumerable<Parameter> parameters)
        : OptimizerState(parameters, moments: 1)
    {
        private protected override void Move(Parameter parameter, TorchTensor gradient, TorchTensor[] moments, double learningRate)
        {
            moments[0].mul_(settings.Momentum).add_(gradient, alpha: -learningRate);
            if (settings.Nesterov)
            {
                parameter.add_(moments[0], alpha: settings.Momentum).add_(gradient, alpha: -learningRate);
            }
            else
            {
                parameter.add_(moments[0]);
            }
        }
    }
}
