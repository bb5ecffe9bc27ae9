using Akida.Testing;
using Akida.Training.Steps;
using Akida.Training.Tests.Libtorch;
using Akida.Verification.Steps;

namespace Akida.Training.Tests.Steps;

/// <summary>Gradients, losses, outputs and weights after one and three steps against those of the open tools.</summary>
[NeedsRightConvolutions]
public class StepVerificationTests
{
    public static TheoryData<string> Cases => [.. TestFolders.TrainingCases.Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_are_those_of_the_open_tools(string name)
    {
        StepVerdict verdict = StepVerification.Run(Read(name));

        Assert.Contains(verdict.Rows, row => row.File == "after3");
        AssertWithin(verdict.Rows);
    }

    /// <summary>What rounding cannot turn over: later steps depend on the order of sums where gradients are near zero.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_first_step_in_32_bits_is_that_of_the_open_tools_up_to_the_gradients(string name)
    {
        StepVerdict verdict = StepVerification.Run(Read(name), singlePrecision: true);

        AssertWithin(
            verdict.Rows.Where(row => row is { File: "gradients1" } or { Tensor: "step 1" or "training" or "inference" or "integers" })
        );
    }

    [Fact]
    public void All_shared_cases_are_compared()
    {
        Assert.SkipWhen(
            TestFolders.SharedTrainingCases is null,
            "../shared/training-cases is missing: only the copies in tests/data were compared"
        );
        Assert.True(Cases.Count >= 33, $"{Cases.Count} cases, must be at least 33");
    }

    [Fact]
    public void A_wrong_loss_function_is_beyond_the_tolerance()
    {
        string folder = Read("float_frozen_batchnorm").Folder;
        using TemporaryFolder copy = new();
        foreach (string file in Directory.GetFiles(folder).Where(file => Path.GetFileName(file) != "case.json"))
        {
            File.Copy(file, copy[Path.GetFileName(file)]);
        }

        File.WriteAllText(
            copy["case.json"],
            File.ReadAllText(Path.Combine(folder, "case.json")).Replace("\"scce\"", "\"scce_softmax\"", StringComparison.Ordinal)
        );

        StepVerdict verdict = StepVerification.Run(RecordedSteps.Read(Path.GetDirectoryName(copy["case.json"])!));

        Assert.False(verdict.IsWithin);
        Assert.True(verdict.Worst.Off > 1);
    }

    private static RecordedSteps Read(string name) =>
        RecordedSteps.Read(TestFolders.TrainingCases.Single(path => Path.GetFileName(path) == name));

    private static void AssertWithin(IEnumerable<StepRow> rows) => Assert.Equal("", string.Join('\n', rows.Where(row => !row.IsWithin)));
}
