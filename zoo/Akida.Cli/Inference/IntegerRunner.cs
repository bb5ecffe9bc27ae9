using Akida.Cli.CommandLine;
using Akida.Formats;
using Akida.Graph;
using Akida.Simulator.Execution;
using Akida.Simulator.Program;

namespace Akida.Cli.Inference;

/// <summary>Runs a quantised or converted model in integers.</summary>
internal sealed class IntegerRunner(IntegerProgram program) : ModelRunner(program.Input.Output.Shape)
{
    /// <summary>What every layer puts out, sample by sample.</summary>
    /// <exception cref="CommandException">The array is not of the input's shape or type.</exception>
    public IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach(NpyArray samples, string where)
    {
        CheckShape(samples, where);
        return (program.Input.DType, samples.Values) switch
        {
            (DataType.UInt8, byte[] values) when values.GetType() == typeof(byte[]) => RunEach<byte>(values),
            (DataType.Int8, sbyte[] values) when values.GetType() == typeof(sbyte[]) => RunEach<sbyte>(values),
            (DataType.Int16, short[] values) when values.GetType() == typeof(short[]) => RunEach<short>(values),
            (DataType.Float32, _) => RunEach<float>(samples.ToSingles()),
            _ => throw new CommandException($"{where} holds {samples.Values.GetType().GetElementType()!.Name} values, must be {program.Input.DType}"),
        };
    }

    public override IEnumerable<KeyValuePair<string, NpyArray>> Run(NpyArray samples, string where, bool layers)
    {
        IReadOnlyDictionary<string, LayerValues>[] results = [.. RunEach(samples, where)];
        return program.Layers
            .Where(layer => layer is not IntegerInput && (layers || program.Outputs.Contains(layer.Name)))
            .SelectMany(layer => LayerArrays.Of(layer.Name, [.. results.Select(result => result[layer.Name])]));
    }

    private IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach<T>(T[] values)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        ReferenceExecutor executor = new(program);
        return values.Chunk(program.Input.Output.Length).Select(sample => executor.Run<T>(sample));
    }
}
