using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Simulator.Execution;

namespace Akida.Simulator.Tests;

/// <summary>Float layers behind the dequantiser.</summary>
public class FloatTailTests
{
    private static readonly byte[] Values = [0, 1, 2, 3];

    [Theory]
    [InlineData("softmax", 0.0320586, 0.0871443, 0.2368828, 0.6439143)]
    [InlineData("log_softmax", -3.4401897, -2.4401897, -1.4401897, -0.4401897)]
    [InlineData("sigmoid", 0.5, 0.7310586, 0.8807971, 0.9525741)]
    [InlineData("tanh", 0.0, 0.7615942, 0.9640276, 0.9950548)]
    [InlineData("softplus", 0.6931472, 1.3132617, 2.1269280, 3.0485874)]
    public void Activations_are_their_definitions(string function, params double[] expected)
    {
        TensorShape shape = new(4);
        IntegerInput input = new("input", new ValueFormat(shape, 8, [0]), DataType.UInt8);
        IntegerDequantizer dequantizer = new("dequantizer", ["input"], ValueFormat.Float(shape)) { Input = input.Output };
        FloatLayer tail = new("tail", ["dequantizer"], ValueFormat.Float(shape), new Activation { Function = function });
        IntegerSimulator simulator = new(new IntegerProgram("tail", [input, dequantizer, tail], ["tail"]));
        float[] outputs = new float[4];

        simulator.Run<byte>(Values, outputs);

        Assert.Equal(expected, outputs.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
