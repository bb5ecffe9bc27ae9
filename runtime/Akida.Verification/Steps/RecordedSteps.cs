using Akida.Formats;
using Akida.Graph;

namespace Akida.Verification.Steps;

/// <summary>
/// Steps of training as the open tools take them: a folder with a network (<c>before.h5</c>), three batches (<c>batches.npz</c>), the
/// gradients of the first (<c>gradients1.npz</c>), outputs (<c>outputs1.npz</c>), the weights after one and three steps
/// (<c>after1.npz</c>, <c>after3.npz</c>), and <c>case.json</c> with loss, optimiser and the losses of the steps.
/// </summary>
public sealed class RecordedSteps
{
    /// <summary>The number of steps.</summary>
    public const int Count = 3;

    private const string ModelName = "before.h5",
        BatchesName = "batches.npz",
        GradientsName = "gradients1.npz",
        OutputsName = "outputs1.npz",
        AfterOneName = "after1.npz",
        AfterThreeName = "after3.npz",
        NotesName = "case.json";

    private static readonly Dictionary<string, RecordedLoss> LossNames = new()
    {
        ["scce"] = RecordedLoss.Scce,
        ["scce_softmax"] = RecordedLoss.ScceSoftmax,
        ["time_scce"] = RecordedLoss.TimeScce,
        ["cce"] = RecordedLoss.Cce,
        ["bce"] = RecordedLoss.Bce,
        ["mae"] = RecordedLoss.Mae,
        ["mse"] = RecordedLoss.Mse,
    };

    private RecordedSteps(string folder)
    {
        Folder = folder;
        ModelPath = Path.Combine(folder, ModelName);
        JsonPlace root = JsonPlace.Read(Path.Combine(folder, NotesName));
        JsonPlace loss = root.Member("loss");
        Loss = LossNames.TryGetValue(loss.Text(), out RecordedLoss known)
            ? known
            : throw loss.MustBe(string.Join(", ", LossNames.Keys.Select(name => $"\"{name}\"")));
        Optimizer = RecordedOptimizer.Read(root.Member("optimizer"), root.Member("optimizer_config"));
        Trainable = [.. root.Member("trainable").Items().Select(item => item.Text())];
        JsonPlace losses = root.Member("losses");
        Losses = [.. losses.Items().Select(item => item.Number())];
        if (Losses.Count != Count)
        {
            throw losses.MustBe($"a list of {Count}");
        }

        GradientSpread =
            root.Optional("spread")?.Optional("gradients1")?.Members().ToDictionary(member => member.Name, member => member.Value.Number())
            ?? [];
        Batches = ReadBatches();
        Gradients = ReadNumbers(GradientsName);
        Outputs = ReadNumbers(OutputsName);
        After = new Dictionary<int, IReadOnlyDictionary<string, NpyArray>>
        {
            [1] = ReadNumbers(AfterOneName),
            [Count] = ReadNumbers(AfterThreeName),
        };
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The model's file.</summary>
    public string ModelPath { get; }

    /// <summary>What is made small.</summary>
    public RecordedLoss Loss { get; }

    /// <summary>How gradients change weights.</summary>
    public RecordedOptimizer Optimizer { get; }

    /// <summary>The weights that learn, as <c>LAYER/WEIGHT</c>.</summary>
    public IReadOnlyList<string> Trainable { get; }

    /// <summary>The losses of the steps.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The batches of the steps, batch first.</summary>
    public IReadOnlyList<(NpyArray Inputs, NpyArray Targets)> Batches { get; }

    /// <summary>The gradients of the first batch's mean loss, by weight.</summary>
    public IReadOnlyDictionary<string, NpyArray> Gradients { get; }

    /// <summary>Outputs for the first batch, by their names in the file.</summary>
    public IReadOnlyDictionary<string, NpyArray> Outputs { get; }

    /// <summary>All weights that changed, after one step and after three.</summary>
    public IReadOnlyDictionary<int, IReadOnlyDictionary<string, NpyArray>> After { get; }

    /// <summary>How far two runs of the open tools lie apart, by weight: the largest difference over the largest gradient.</summary>
    public IReadOnlyDictionary<string, double> GradientSpread { get; }

    /// <summary>Whether a folder holds steps of training, whole or not, and not another kind of case.</summary>
    public static bool IsIn(string folder) =>
        File.Exists(Path.Combine(folder, GradientsName)) || File.Exists(Path.Combine(folder, ModelName));

    /// <summary>Reads a case.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CaseException">The folder lacks what a case has.</exception>
    /// <exception cref="ModelFileException">A file is damaged, or not as expected.</exception>
    public static RecordedSteps Read(string folder)
    {
        string[] names = [ModelName, BatchesName, GradientsName, OutputsName, AfterOneName, AfterThreeName, NotesName];
        string[] missing = [.. names.Where(file => !File.Exists(Path.Combine(folder, file)))];
        return missing.Length == 0
            ? new RecordedSteps(folder)
            : throw new CaseException($"{folder} is no folder of training steps: it has no {string.Join(", no ", missing)}");
    }

    /// <summary>An error about the file of the batches.</summary>
    public ModelFileException WrongBatches(string message) => new(Path.Combine(Folder, BatchesName), message);

    /// <summary>Reads the network before the first step.</summary>
    /// <exception cref="ModelFileException">Its file is damaged.</exception>
    public Model ReadModel() => KerasFile.Read(ModelPath);

    private Dictionary<string, NpyArray> ReadNumbers(string file)
    {
        string path = Path.Combine(Folder, file);
        Dictionary<string, NpyArray> arrays = new(NpzFile.Read(path));
        foreach ((string name, NpyArray array) in arrays)
        {
            if (array.Values is string[] or bool[] || array.Values.Length == 0)
            {
                throw new ModelFileException(
                    path,
                    $"array '{name}' holds {array.Values.Length} {array.Values.GetType().GetElementType()!.Name} values, must hold numbers"
                );
            }
        }

        return arrays;
    }

    private List<(NpyArray, NpyArray)> ReadBatches()
    {
        Dictionary<string, NpyArray> arrays = ReadNumbers(BatchesName);
        List<(NpyArray, NpyArray)> batches = [];
        for (int step = 0; step < Count; step++)
        {
            (NpyArray inputs, NpyArray targets) = (Find($"x{step}"), Find($"y{step}"));
            if (inputs.Shape.Count == 0 || targets.Shape.Count == 0 || inputs.Shape[0] != targets.Shape[0])
            {
                throw WrongBatches($"arrays 'x{step}' and 'y{step}' must begin with the same number of samples");
            }

            batches.Add((inputs, targets));
        }

        return batches;

        NpyArray Find(string name) => arrays.TryGetValue(name, out NpyArray? array) ? array : throw WrongBatches($"has no array '{name}'");
    }
}
