using TorchSharp.Modules;

namespace Akida.Training.Optimization;

/// <summary>The parameters of a network and what an optimiser remembers of each.</summary>
internal abstract class OptimizerState : IDisposable
{
    private readonly List<(Parameter Parameter, TorchTensor[] Moments)> states = [];

    /// <param name="parameters">What learns.</param>
    /// <param name="moments">How many tensors are remembered of each; they begin as zeros.</param>
    private protected OptimizerState(IEnumerable<Parameter> parameters, int moments)
    {
        foreach (Parameter parameter in parameters)
        {
            states.Add(
                (parameter, [.. Enumerable.Range(0, moments).Select(_ => torch.zeros_like(parameter).detach().DetachFromDisposeScope())])
            );
        }
    }

    /// <summary>Steps so far, that in work included.</summary>
    private protected long Steps { get; private set; }

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGradients()
    {
        foreach ((Parameter parameter, _) in states)
        {
            parameter.grad?.zero_();
        }
    }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step(double learningRate)
    {
        Steps++;
        using IDisposable gradients = torch.no_grad();
        foreach ((Parameter parameter, TorchTensor[] moments) in states)
        {
            if (parameter.grad is { } gradient)
            {
                Move(parameter, gradient, moments, learningRate);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TorchTensor moment in states.SelectMany(state => state.Moments))
        {
            moment.Dispose();
        }
    }

    private protected abstract void Move(Parameter parameter, TorchTensor gradient, TorchTensor[] moments, double learningRate);
}
