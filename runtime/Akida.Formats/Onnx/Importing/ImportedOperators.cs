namespace Akida.Formats.Onnx.Importing;

/// <summary>The ONNX operators that are understood.</summary>
internal static class ImportedOperators
{
    private static readonly SortedDictionary<string, Func<OnnxNode, OnnxValue>> All = new(StringComparer.Ordinal)
    {
        ["Add"] = ImportedArithmetic.Add,
        ["AveragePool"] = ImportedPooling.Average,
        ["BatchNormalization"] = ImportedNormalization.BatchNormalization,
        ["Cast"] = ImportedShaping.Cast,
        ["Clip"] = ImportedActivations.Clip,
        ["Concat"] = ImportedJoins.Concat,
        ["Constant"] = ImportedConstants.Constant,
        ["ConstantOfShape"] = ImportedConstants.ConstantOfShape,
        ["Conv"] = ImportedConvolutions.Conv,
        ["ConvTranspose"] = ImportedTransposed.ConvTranspose,
        ["Div"] = ImportedArithmetic.Div,
        ["Dropout"] = ImportedRegularization.Dropout,
        ["Elu"] = ImportedActivations.Elu,
        ["Exp"] = ImportedActivations.Named("exponential"),
        ["Flatten"] = ImportedShaping.Flatten,
        ["Gather"] = ImportedConstants.Gather,
        ["Gelu"] = ImportedActivations.Gelu,
        ["Gemm"] = ImportedMatrices.Gemm,
        ["GlobalAveragePool"] = ImportedPooling.GlobalAverage,
        ["GlobalMaxPool"] = ImportedPooling.GlobalMax,
        ["HardSigmoid"] = ImportedActivations.HardSigmoid,
        ["HardSwish"] = ImportedActivations.Named("hard_silu"),
        ["Identity"] = ImportedShaping.Same,
        ["LeakyRelu"] = ImportedActivations.LeakyRelu,
        ["LogSoftmax"] = ImportedActivations.LogSoftmax,
        ["MatMul"] = ImportedMatrices.MatMul,
        ["Max"] = ImportedJoins.Max,
        ["MaxPool"] = ImportedPooling.Max,
        ["Mul"] = ImportedArithmetic.Mul,
        ["PRelu"] = ImportedActivations.PRelu,
        ["Pad"] = ImportedPadding.Pad,
        ["ReduceMean"] = ImportedPooling.ReduceMean,
        ["Relu"] = ImportedActivations.Relu,
        ["Reshape"] = ImportedShaping.Reshape,
        ["Resize"] = ImportedPooling.Resize,
        ["Selu"] = ImportedActivations.Selu,
        ["Shape"] = ImportedConstants.ShapeOf,
        ["Sigmoid"] = ImportedActivations.Named("sigmoid"),
        ["Slice"] = ImportedShaping.Slice,
        ["Softmax"] = ImportedActivations.Softmax,
        ["Softplus"] = ImportedActivations.Named("softplus"),
        ["Squeeze"] = ImportedShaping.Squeeze,
        ["Sub"] = ImportedArithmetic.Sub,
        ["Sum"] = ImportedJoins.Sum,
        ["Tanh"] = ImportedActivations.Named("tanh"),
        ["Transpose"] = ImportedShaping.Transpose,
        ["Unsqueeze"] = ImportedShaping.Unsqueeze,
    };

    /// <summary>The names of all operators, sorted.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>What makes layers of an operator.</summary>
    /// <exception cref="GraphException">The operator is not understood; the message says which are.</exception>
    public static Func<OnnxNode, OnnxValue> Find(string operation) =>
        All.TryGetValue(operation, out Func<OnnxNode, OnnxValue>? import)
            ? import
            : throw new GraphException($"the operator is not supported; supported are {string.Join(", ", Names)}");
}
