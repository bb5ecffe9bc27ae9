using TorchSharp.Modules;

namespace Akida.Training.Optimization;

/// <summary>
/// Adam as Keras has it: epsilon is added to the root of the second moment before that is corrected for its start at zero (torch adds it
/// after).
/// </summary>
internal sealed class AdamOptimizer : IDisposable
{
    private const double Beta1 = 0.9,
        Beta2 = 0.999,
        Epsilon = 1e-7;

    private readonly List<(Parameter Parameter, TorchTensor First, TorchTensor Second)> states = [];
    private long steps;

    public AdamOptimizer(IEnumerable<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            states.Add(
                (parameter, torch.zeros_like(parameter).DetachFromDisposeScope(), torch.zeros_like(parameter).DetachFromDisposeScope())
            );
        }
    }

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGradients()
    {
        foreach ((Parameter parameter, _, _) in states)
        {
            parameter.grad?.zero_();
        }
    }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step(double learningRate)
    {
        steps++;
        double rate = learningRate * Math.Sqrt(1 - Math.Pow(Beta2, steps)) / (1 - Math.Pow(Beta1, steps));
        using IDisposable gradients = torch.no_grad();
        foreach ((Parameter parameter, TorchTensor first, TorchTensor second) in states)
        {
            if (parameter.grad is { } gradient)
            {
                first.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
                second.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
                parameter.addcdiv_(first, second.sqrt().add_(Epsilon), -rate);
            }
        }
    }

    public void Dispose()
    {
        foreach ((_, TorchTensor first, TorchTensor second) in states)
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
