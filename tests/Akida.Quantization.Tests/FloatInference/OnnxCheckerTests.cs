using System.Diagnostics;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Testing;

namespace Akida.Quantization.Tests.FloatInference;

/// <summary>The checker of the ONNX project accepts what is exported.</summary>
public class OnnxCheckerTests
{
    /// <summary>Set to the path of a Python that has the package <c>onnx</c>.</summary>
    private const string PythonVariable = "AKIDA_TEST_ONNX_PYTHON";

    private const string Script = """
        import sys, onnx
        for path in sys.argv[1:]:
            model = onnx.load(path)
            onnx.checker.check_model(model, full_check=True)
            print(path, model.ir_version, [(entry.domain, entry.version) for entry in model.opset_import])
        """;

    [Fact]
    public async Task Every_float_model_of_the_cases_is_accepted()
    {
        if (Environment.GetEnvironmentVariable(PythonVariable) is not { Length: > 0 } python)
        {
            Assert.Skip($"{PythonVariable} does not name a Python with onnx");
            return;
        }

        string folder = Directory.CreateTempSubdirectory("akida-onnx-").FullName;
        try
        {
            string[] files = [.. TestFolders.Cases.Select(path => Export(path, folder))];
            ProcessStartInfo start = new(python, ["-c", Script, .. files]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.True(process.ExitCode == 0, await errors);
            Assert.Equal(files.Length, output.TrimEnd().Split('\n').Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Export(string caseFolder, string folder)
    {
        string path = Path.Combine(folder, Path.GetFileName(caseFolder) + ".onnx");
        OnnxExport.Write(path, KerasFile.Read(Path.Combine(caseFolder, "float.h5")));
        return path;
    }
}
