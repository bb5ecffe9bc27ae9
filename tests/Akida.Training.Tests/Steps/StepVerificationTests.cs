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
        StepVerdict verdict = StepVerification.Run(
            RecordedSteps.Read(TestFolders.TrainingCases.Single(path => Path.GetFileName(path) == name))
        );

        File.WriteAllLines("/tmp/steps-rows/" + name, verdict.Rows.Select(r => $"{r.Off:0.0000} {r}"));
        Assert.NotEmpty(verdict.Rows);
        Assert.True(verdict.IsWithin, string.Join('\n', verdict.Rows.Where(row => !row.IsWithin)));
    }
}
