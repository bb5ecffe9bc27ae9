namespace Akida.Formats.Onnx.Importing;

/// <summary>What acts in training only.</summary>
internal static class ImportedRegularization
{
    private const int Ratio = 1,
        TrainingMode = 2;

    // From the first the attribute is_test is gone, from the second what it said is an input; between them Dropout is for inference always.
    private const int WithoutTest = 7,
        WithTrainingMode = 12;

    /// <summary>Passes its input on.</summary>
    /// <exception cref="GraphException">It is set to drop values at random, as in training.</exception>
    public static OnnxValue Dropout(OnnxNode node)
    {
        bool hasInputs = node.Import.OperatorSet >= WithTrainingMode;
        bool isTraining = hasInputs
            ? node.Has(TrainingMode) && node.Scalar(TrainingMode) != 0
            : node.Import.OperatorSet < WithoutTest && node.Integer("is_test", 0) == 0;
        if (isTraining && (hasInputs && node.Has(Ratio) ? node.Scalar(Ratio) : node.Real("ratio", 0.5)) is var ratio and not 0)
        {
            string setting = hasInputs ? "training_mode is true, must be false" : "is_test is 0, must be 1";
            throw new GraphException($"{setting}: it drops {ratio:0.##} of the values at random; export the model for inference");
        }

        return node.Input(0);
    }
}
