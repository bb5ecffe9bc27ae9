using System.Globalization;
using Akida.Formats;
using Akida.Graph;
using Akida.Integers;
using Akida.Simulator.Kernels;

// MODEL INPUTS: the class and the scores of each input, and what an inference allocates.
IntegerProgram program = ModelFile.Load(args[0]) switch
{
    AkidaModelFile converted => AkidaProgram.From(converted.Model),
    KerasModelFile quantised => QuantizedProgram.From(quantised.Model),
    var other => throw new NotSupportedException($"{other}"),
};
GxnorMnist.SimulatorV2I8W8A8 simulator = new(program);
byte[] images = (byte[])NpzFile.Read(args[1])["input"].Values;
float[] scores = new float[simulator.OutputLength];
int length = program.Input.Output.Length;
long allocated = 0;
for (int start = 0; start < images.Length; start += length)
{
    ReadOnlySpan<byte> image = images.AsSpan(start, length);
    simulator.Run(image, scores);
    long before = GC.GetAllocatedBytesForCurrentThread();
    for (int i = 0; i < 100; i++)
    {
        simulator.Run(image, scores);
    }

    allocated += GC.GetAllocatedBytesForCurrentThread() - before;
    string[] texts = Array.ConvertAll(scores, score => score.ToString(CultureInfo.InvariantCulture));
    Console.WriteLine($"class {Array.IndexOf(scores, scores.Max())}: {string.Join(' ', texts)}");
}

Console.WriteLine($"{allocated} bytes allocated");
Console.WriteLine($"kernels {KernelSets.Select()}");
