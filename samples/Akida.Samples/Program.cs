using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;
using Akida.Samples;

// Writes each model of this assembly, with random weights, to a file that akida_models, quantizeml and the training tools take.
string folder = args.Length > 0 ? args[0] : ".";
foreach (ModelEntry entry in ModelCatalogue.All)
{
    Model model = entry.Create(new Dictionary<string, Scalar>()).Initialize();
    string path = Path.Combine(folder, entry.Name + ".h5");
    KerasFile.Write(path, model);
    GraphIndex index = new(model.Graph);
    Console.WriteLine($"{path}: {model.Graph.Layers.Count} layers, {model.Graph.Layers.Sum(index.Parameters):N0} parameters");
}
