global using Akida.Graph;
global using Akida.Kernels;
