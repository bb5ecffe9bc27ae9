using System.CommandLine;
using Akida.Cli.Output;
using Akida.Graph;
using Akida.Inference;
using Akida.Reports;
using Akida.Training.Steps;
using Akida.Verification;
using Akida.Verification.Steps;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>
/// <c>akida_models verify DIR…</c>: compares inference and conversion, or steps of training, with what the vendor's tools recorded. It ends
/// with 0 when every case is equal, with 1 when one is different, and with 2 when one could not be compared.
/// </summary>
internal static class VerifyCommand
{
    private const int AllEqual = 0,
        SomeDifferent = 1,
        SomeNotComparable = 2;

    public static Command Create(CliConsole console)
    {
        Argument<string[]> folders = new("DIR")
        {
            Arity = ArgumentArity.OneOrMore,
            Description =
                "folder with quantized.h5, outputs.npz and case.json, and akida.json with akida.npz where the model was converted; or with "
                + "before.h5, batches.npz, gradients1.npz and what else tells of steps of training",
        };
        Command command = new("verify", "Compare every layer's integers and the conversion, or steps of training, with recorded ones.")
        {
            folders,
        };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(folders)));
        return command;
    }

    private static int Run(CliConsole console, string[] folders)
    {
        int equal = 0,
            different = 0;
        foreach (string folder in console.Follow(folders, "comparing", folders.Length))
        {
            try
            {
                (bool isEqual, string what) = RecordedSteps.IsIn(folder) ? VerifySteps(console, folder) : VerifyLayers(folder);
                equal += isEqual ? 1 : 0;
                different += isEqual ? 0 : 1;
                console.WriteLine(VisibleText.Of($"{folder}: {(isEqual ? "equal" : "DIFFERENT")}, {what}"));
            }
            catch (Exception error)
                when (error
                        is CaseException
                            or SampleException
                            or GraphException
                            or IOException
                            or UnauthorizedAccessException
                            or NotSupportedException
                )
            {
                // What is wrong with a graph is said of a layer, everything else of a file or a folder.
                string place = error is GraphException or NotSupportedException ? $"{folder}: " : "";
                console.Fail(VisibleText.Of($"akida_models verify: error: {place}{error.Message}"));
            }
        }

        int rest = folders.Length - equal - different;
        console.WriteLine($"{equal} equal, {different} different{(rest > 0 ? $", {rest} not comparable" : "")}");
        return rest > 0 ? SomeNotComparable
            : different > 0 ? SomeDifferent
            : AllEqual;
    }

    private static (bool IsEqual, string What) VerifyLayers(string folder)
    {
        CaseVerdict verdict = CaseVerification.Run(RecordedCase.Read(folder));
        return (verdict.Difference is null, verdict.Difference ?? $"{verdict.Compared}");
    }

    /// <summary>
    /// Trains the case's model, the only verification that loads libtorch; says of each tensor beyond its tolerance how far it is.
    /// </summary>
    private static (bool IsEqual, string What) VerifySteps(CliConsole console, string folder)
    {
        StepVerdict verdict = StepVerification.Run(RecordedSteps.Read(folder));
        foreach (StepRow row in verdict.Rows.Where(row => !row.IsWithin))
        {
            console.WriteLine(VisibleText.Of($"{folder}: beyond the tolerance, {row}"));
        }

        int within = verdict.Rows.Count(row => row.IsWithin);
        string noise = verdict.Noise.Count > 0 ? $", {verdict.Noise.Count} of noise not compared" : "";
        return (
            verdict.IsWithin,
            $"{within} of {verdict.Rows.Count} tensors of training steps within the tolerance{noise}; worst {verdict.Worst}"
        );
    }
}
