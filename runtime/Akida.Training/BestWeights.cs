using Akida.Training.Networks;

namespace Akida.Training;

/// <summary>Keeps the weights of the epoch with the best metric.</summary>
internal sealed class BestWeights(bool largerIsBetter)
{
    private WeightSet weights = WeightSet.Empty;
    private double value = largerIsBetter ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>The epoch that the weights are of; 0 as long as there is none.</summary>
    public int Epoch { get; private set; }

    /// <summary>Keeps the network's weights if they are better.</summary>
    public void Offer(Network network, double metric, int epoch)
    {
        if (largerIsBetter ? metric > value : metric < value)
        {
            (value, Epoch, weights) = (metric, epoch, network.Snapshot());
        }
    }

    /// <summary>Gives the best weights back to the network.</summary>
    public void Restore(Network network)
    {
        if (Epoch > 0)
        {
            network.Restore(weights);
        }
    }
}
