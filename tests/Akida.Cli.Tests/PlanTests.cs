using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models plan</c> shows how a model is simulated.</summary>
public class PlanTests
{
    private const string Case = "random_v2_0003";

    [Fact]
    public void A_quantised_model_has_a_row_for_each_step()
    {
        string[] lines = CommandLine.RunWell("akida_models", "plan", "-m", CaseFile("quantized.h5")).TrimEnd().Split('\n');

        string[] rows = [.. lines.Where(line => line.StartsWith('│'))];
        Assert.Matches("^│ Layer +│ Operation +│ Output +│ Kernel +│ +Bytes │ +Multiply-adds │ +Share │$", rows[0]);
        Assert.Contains(rows[1..], line => line.StartsWith("│ stem", StringComparison.Ordinal) && line.Contains("matrix product"));
        Assert.All(rows[1..], line => Assert.EndsWith(" % │", line, StringComparison.Ordinal));
    }

    private static string CaseFile(string file) => Path.Combine(TestFolders.Cases.Single(folder => Path.GetFileName(folder) == Case), file);
}
