using Akida.Formats;
using Akida.Graph;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.Conversion;

namespace Akida.Quantization.Tests;

/// <summary>A converted model, written and read again, gives what the quantised one gives.</summary>
public class AkidaProgramTests
{
    public static TheoryData<string> Cases => InferenceCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_are_those_of_the_quantised_model(string name)
    {
        InferenceCase data = InferenceCase.Load(name);
        AkidaModel converted;
        try
        {
            converted = Converter.Convert(data.Model, data.Recorded.Version!.Value);
        }
        catch (GraphException)
        {
            // Refused, as ConverterTests checks.
            return;
        }

        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}{AkidaFile.Extension}");
        try
        {
            AkidaFile.Write(file, converted);
            IntegerProgram expected = data.Program,
                actual = AkidaProgram.From(AkidaFile.Read(file));
            ReferenceExecutor right = new(expected),
                ours = new(actual);
            string output = expected.Layers.Last(layer => layer is IntegerDequantizer).Name;
            foreach (Array sample in data.Samples())
            {
                Assert.Equal(
                    InferenceCase.Run(right, sample)[output].ToFloats(),
                    InferenceCase.Run(ours, sample)[actual.Outputs[0]].ToFloats()
                );
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
