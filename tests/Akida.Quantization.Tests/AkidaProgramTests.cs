using Akida.Formats;
using Akida.Graph;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.Conversion;
using Akida.Simulator.Execution;

namespace Akida.Quantization.Tests;

/// <summary>A converted model, written and read again, gives what the quantised one gives.</summary>
public class AkidaProgramTests
{
    public static TheoryData<string> Cases => QuantizingCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_are_those_of_the_quantised_model(string name)
    {
        QuantizingCase data = QuantizingCase.Load(name);
        AkidaModel converted;
        try
        {
            converted = Converter.Convert(data.Expected, data.Version);
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
            IntegerProgram expected = QuantizedProgram.From(data.Expected), actual = AkidaProgram.From(AkidaFile.Read(file));
            ReferenceExecutor right = new(expected), ours = new(actual);
            string output = expected.Layers.Last(layer => layer is IntegerDequantizer).Name;
            foreach (Array sample in InferenceCase.Load(name).Samples())
            {
                Assert.Equal(Run(right, sample)[output].ToFloats(), Run(ours, sample)[actual.Outputs[0]].ToFloats());
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IReadOnlyDictionary<string, LayerValues> Run(ReferenceExecutor executor, Array sample) => sample switch
    {
        sbyte[] values when values.GetType() == typeof(sbyte[]) => executor.Run<sbyte>(values),
        byte[] values => executor.Run<byte>(values),
        float[] values => executor.Run<float>(values),
        _ => throw new InvalidOperationException($"samples of {sample.GetType()}"),
    };
}
