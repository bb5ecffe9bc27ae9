using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution;

/// <summary>The memory of one worker: all tensors, and what temporal layers keep. Made once, used for every inference.</summary>
internal sealed unsafe class Arena
{
    private readonly PinnedBuffer memory;
    private readonly object?[] states;
    private readonly IReadOnlyList<Step> steps;

    public Arena(LoadedProgram loaded)
    {
        memory = new PinnedBuffer(loaded.Plan.ArenaBytes);
        steps = loaded.Steps;
        states = [.. steps.Select(step => step.CreateState(this))];
        foreach (PlannedTensor tensor in loaded.Plan.Tensors.Where(tensor => tensor.Fill.Count > 0))
        {
            FillHalo(tensor);
        }
    }

    /// <summary>A tensor's first stored value.</summary>
    public byte* Pointer(PlannedTensor tensor) => memory.Pointer + tensor.Offset;

    public short* Int16(PlannedTensor tensor) => (short*)Pointer(tensor);

    /// <summary>The values of a tensor as floats.</summary>
    public Span<float> Floats(PlannedTensor tensor) => new(Pointer(tensor), tensor.StoredLength);

    public object? State(int step) => states[step];

    /// <summary>Runs all steps but those that take the input.</summary>
    public void Run()
    {
        for (int i = 0; i < steps.Count; i++)
        {
            steps[i].Run(this, states[i]);
        }

        // Steps have pointers only.
        GC.KeepAlive(this);
    }

    /// <summary>Runs one step on what earlier ones left.</summary>
    public void Run(int step) => steps[step].Run(this, states[step]);

    public void Reset()
    {
        for (int i = 0; i < steps.Count; i++)
        {
            steps[i].Reset(states[i]);
        }
    }

    private void FillHalo(PlannedTensor tensor)
    {
        for (int i = 0; i < tensor.StoredLength; i++)
        {
            long value = tensor.Fill[i % tensor.Channels];
            if (tensor.Kind is StorageKind.UInt8 or StorageKind.Int8)
            {
                Pointer(tensor)[i] = unchecked((byte)value);
            }
            else
            {
                Int16(tensor)[i] = (short)value;
            }
        }
    }
}
