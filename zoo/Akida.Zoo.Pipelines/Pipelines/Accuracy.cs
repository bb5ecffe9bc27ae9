namespace Akida.Zoo.Pipelines;

/// <summary>The accuracy of a classifier.</summary>
public static class Accuracy
{
    /// <summary>The share of samples whose first largest output is at the label.</summary>
    /// <param name="outputs">The outputs of all samples, one behind the other.</param>
    /// <param name="labels">The label of each sample.</param>
    public static double Of(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty || outputs.Length % labels.Length != 0)
        {
            throw new ArgumentException($"{outputs.Length} outputs are no whole number for each of {labels.Length} labels");
        }

        int classes = outputs.Length / labels.Length,
            correct = 0;
        for (int sample = 0; sample < labels.Length; sample++)
        {
            ReadOnlySpan<float> own = outputs.Slice(sample * classes, classes);
            int best = 0;
            for (int i = 1; i < classes; i++)
            {
                if (own[i] > own[best])
                {
                    best = i;
                }
            }

            correct += best == labels[sample] ? 1 : 0;
        }

        return (double)correct / labels.Length;
    }
}
