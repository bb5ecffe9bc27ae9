global using Akida.Graph;
global using TorchSharp;
global using Functional = TorchSharp.torch.nn.functional;
global using TorchTensor = TorchSharp.torch.Tensor;
