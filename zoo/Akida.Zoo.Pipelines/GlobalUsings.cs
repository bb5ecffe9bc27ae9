global using Akida.Graph;
