namespace Akida.Training.Networks;
internal sealed class QuantizedNetwork(Model model) : Network(model)
{
    internal override NetworkOutput Forward(TorchTensor input, bool training) => throw new NotImplementedException();
}
