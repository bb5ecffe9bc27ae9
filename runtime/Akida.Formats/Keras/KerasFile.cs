using Akida.Formats.Hdf5;
using Akida.Formats.Keras;
using PureHDF;

namespace Akida.Formats;

/// <summary>Float and quantised models as HDF5 files in the layout of Keras 2 (<c>.h5</c>).</summary>
public static class KerasFile
{
    // Keras's suffix of a weight's name, which numbers the outputs of a TensorFlow operation.
    private const string WeightSuffix = ":0";
    private const string ModelWeights = "/model_weights";
    private const string LayerNames = "layer_names";

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged or foreign, a layer's settings are not allowed, or a weight is
    /// missing, of another shape or not finite.</exception>
    public static Model Read(string path) =>
        ModelFileException.Wrap(
            path,
            "HDF5",
            () =>
            {
                Hdf5File file = new(File.ReadAllBytes(path));
                ModelGraph graph = KerasModelJson.Read(file.Text("/", "model_config"));
                Model model = new(graph, ReadWeights(file, graph));
                model.CheckWeights();
                return model;
            }
        );

    /// <summary>
    /// Reads the weights of those layers of a graph that a file has under their names, as Keras's <c>load_weights(by_name=True)</c>: from a
    /// model's file, or one of weights alone.
    /// </summary>
    /// <exception cref="ModelFileException">The file is missing, damaged or foreign, or it has a layer but lacks a weight of it, or has it
    /// in another shape.</exception>
    public static WeightSet ReadWeights(string path, ModelGraph graph) =>
        ModelFileException.Wrap(
            path,
            "HDF5",
            () =>
            {
                Hdf5File file = new(File.ReadAllBytes(path));
                string root = HasNames(file, "/", LayerNames) ? "" : ModelWeights;
                HashSet<string> stored = [.. ReadNames(file, root, LayerNames)];
                GraphIndex index = new(graph);
                return WeightSet.Create(
                    graph
                        .Layers.Where(node => stored.Contains(node.Name))
                        .SelectMany(node => ReadWeights(file, root, node, index.Weights(node)))
                );
            }
        );

    /// <summary>Writes a model.</summary>
    /// <exception cref="ModelFileException">The model holds a layer that Keras files have no class for, its weights do not fit, or the file
    /// cannot be written.</exception>
    public static void Write(string path, Model model)
    {
        H5File file = ModelFileException.WrapContents(
            path,
            () =>
            {
                model.CheckWeights();
                return ToFile(model);
            }
        );
        AtomicFile.Write(path, stream => file.Write(stream));
    }

    private static WeightSet ReadWeights(Hdf5File file, ModelGraph graph)
    {
        GraphIndex index = new(graph);
        HashSet<string> stored = [.. ReadNames(file, ModelWeights, LayerNames)];
        return WeightSet.Create(graph.Layers.SelectMany(node => index.Weights(node) is { Count: > 0 } specs ? ReadOwn(node, specs) : []));

        IEnumerable<(string Layer, string Weight, Tensor Value)> ReadOwn(LayerNode node, IReadOnlyList<WeightSpec> specs) =>
            stored.Contains(node.Name)
                ? ReadWeights(file, ModelWeights, node, specs)
                : throw new GraphException("its weights are missing").About(node.Name);
    }

    private static IEnumerable<(string Layer, string Weight, Tensor Value)> ReadWeights(
        Hdf5File file,
        string root,
        LayerNode node,
        IReadOnlyList<WeightSpec> specs
    )
    {
        if (specs.Count == 0)
        {
            return [];
        }

        string group = $"{root}/{node.Name}";
        IReadOnlyList<string> names = ReadNames(file, group, "weight_names");
        return specs.Select(spec => (node.Name, spec.Name, file.Floats($"{group}/{NameIn(names, spec, node)}", spec.Shape)));
    }

    private static bool HasNames(Hdf5File file, string group, string attribute) =>
        file.HasAttribute(group, attribute) || file.HasAttribute(group, attribute + "0");

    // Keras splits long lists into NAME0, NAME1 and so on.
    private static IReadOnlyList<string> ReadNames(Hdf5File file, string group, string attribute)
    {
        if (!file.HasAttribute(group, attribute + "0"))
        {
            return file.Texts(group, attribute);
        }

        List<string> names = [];
        for (int part = 0; file.HasAttribute(group, attribute + part); part++)
        {
            names.AddRange(file.Texts(group, attribute + part));
        }

        return names;
    }

    // Files say "LAYER/kernel:0", and sometimes another scope than the layer's name.
    private static string NameIn(IReadOnlyList<string> names, WeightSpec spec, LayerNode node)
    {
        string ending = spec.Name + WeightSuffix;
        string[] found = [.. names.Where(name => name == ending || name.EndsWith('/' + ending, StringComparison.Ordinal))];
        return found.Length == 1
            ? found[0]
            : throw new GraphException($"weight '{spec.Name}' is {(found.Length == 0 ? "missing" : "there twice")}").About(node.Name);
    }

    private static H5File ToFile(Model model)
    {
        GraphIndex index = new(model.Graph);
        H5File file = new();
        file.Attributes["backend"] = "tensorflow";
        file.Attributes["keras_version"] = "2.19.0";
        file.Attributes["model_config"] = KerasModelJson.Write(model.Graph);

        H5Group root = [];
        root.Attributes["backend"] = "tensorflow";
        root.Attributes["keras_version"] = "2.19.0";
        root.Attributes["layer_names"] = model.Graph.Layers.Select(node => node.Name).ToArray();
        file["model_weights"] = root;
        foreach (LayerNode node in model.Graph.Layers)
        {
            H5Group group = GroupAt(root, node.Name);
            IReadOnlyList<WeightSpec> specs = index.Weights(node);
            string[] names = [.. specs.Select(spec => $"{node.Name}/{spec.Name}{WeightSuffix}")];
            group.Attributes["weight_names"] = names;
            for (int i = 0; i < names.Length; i++)
            {
                Tensor value = model.Weights[node.Name, specs[i].Name];
                int slash = names[i].LastIndexOf('/');
                GroupAt(group, names[i][..slash])[names[i][(slash + 1)..]] = new H5Dataset(
                    value.Values,
                    fileDims: [.. value.Shape.Dimensions.Select(size => (ulong)size)]
                );
            }
        }

        return file;
    }

    // A slash in a name nests groups.
    private static H5Group GroupAt(H5Group parent, string path)
    {
        foreach (string name in path.Split('/'))
        {
            if (!parent.TryGetValue(name, out object? child))
            {
                parent[name] = child = new H5Group();
            }

            parent = child as H5Group ?? throw new GraphException($"the names of two weights or layers are one path: '{path}'");
        }

        return parent;
    }
}
