using System.Runtime.InteropServices;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Simulator.Execution;

namespace Akida.Simulator.Tests;

public class AllocationTests
{
    private const int ProgramCount = 150;

    [Fact]
    public void An_inference_allocates_nothing() => AssertAllocatesNothing(WithSoftmax());

    [Fact]
    public void Lookups_and_permutes_allocate_nothing()
    {
        TensorShape shape = new(4, 5, 3),
            permuted = new(3, 4, 5);
        IntegerInput input = new("input", new ValueFormat(shape, 8, [0]), DataType.UInt8);
        IntegerLookup lookup = new("lookup", ["input"], new ValueFormat(shape, 13, [0], [0.01f]))
        {
            Table = [.. Enumerable.Range(-256, 512)],
            InputValueBits = 8,
        };
        IntegerPermute permute = new("permute", ["lookup"], lookup.Output with { Shape = permuted }) { Order = [2, 0, 1] };
        IntegerDequantizer dequantizer = new("dequantizer", ["permute"], ValueFormat.Float(permuted)) { Input = permute.Output };

        AssertAllocatesNothing(new IntegerProgram("lookup", [input, lookup, permute, dequantizer], ["dequantizer"]));
    }

    /// <summary>Among them are many with sums that 32 bits do not hold.</summary>
    [Fact]
    public void Random_programs_allocate_nothing()
    {
        for (int seed = 0; seed < ProgramCount; seed++)
        {
            AssertAllocatesNothing(RandomPrograms.Create(seed), inferences: 3);
        }
    }

    private static void AssertAllocatesNothing(IntegerProgram program, int inferences = 100)
    {
        IntegerSimulator simulator = new(program);
        byte[] input = RandomPrograms.Input(program, 1);
        float[] output = new float[simulator.OutputLength];
        bool isSigned = program.Input.DType == DataType.Int8;
        Run(simulator, isSigned, input, output);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < inferences; i++)
        {
            Run(simulator, isSigned, input, output);
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes == 0, $"{program.Name} allocates {bytes} bytes: {string.Join(", ", program.Layers.Select(layer => layer.Name))}");
    }

    private static void Run(IntegerSimulator simulator, bool isSigned, byte[] input, float[] output)
    {
        if (isSigned)
        {
            simulator.Run<sbyte>(MemoryMarshal.Cast<byte, sbyte>(input), output);
        }
        else
        {
            simulator.Run<byte>(input, output);
        }
    }

    /// <summary>A convolution on unsigned bytes with a dequantiser and a softmax behind.</summary>
    private static IntegerProgram WithSoftmax()
    {
        TensorShape shape = new(6, 6, 3);
        IntegerInput input = new("input", new ValueFormat(shape, 8, [0]), DataType.UInt8);
        IntegerConv2D conv = new("conv", ["input"], new ValueFormat(new TensorShape(6, 6, 20), 27, [0], [0.01f]))
        {
            Weights = new([.. Enumerable.Range(0, 3 * 3 * 3 * 20).Select(i => (sbyte)((i % 15) - 7))]),
            WeightBits = 4,
            BufferValueBits = 27,
            InputShape = shape,
            KernelSize = new Size2D(3),
            Strides = Size2D.One,
            Padding = Padding.Same,
        };
        ValueFormat floats = ValueFormat.Float(conv.Output.Shape);
        return new IntegerProgram(
            "softmax",
            [
                input,
                conv,
                new IntegerDequantizer("dequantizer", ["conv"], floats) { Input = conv.Output },
                new FloatLayer("softmax", ["dequantizer"], floats, new Softmax()),
            ],
            ["softmax"]
        );
    }
}
