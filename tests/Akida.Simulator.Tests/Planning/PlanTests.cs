using System.Globalization;
using Akida.Integers;
using Akida.Kernels;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;
using Akida.Testing.Snapshots;

namespace Akida.Simulator.Tests.Planning;

/// <summary>Plans are data: what is planned for the portable kernels is the same everywhere, and is written down here.</summary>
public class PlanTests
{
    private static readonly KernelSet Scalar = KernelSets.Select("scalar");

    [Fact]
    public void A_classifier_is_planned_in_fused_stages() => Snapshot.Verify(Text(ExamplePrograms.Classifier()), "txt");

    [Fact]
    public void A_decoder_is_planned_phase_by_phase() => Snapshot.Verify(Text(ExamplePrograms.Decoder()), "txt");

    [Fact]
    public void A_temporal_net_keeps_its_frames_outside_the_plan() => Snapshot.Verify(Text(ExamplePrograms.Temporal()), "txt");

    [Fact]
    public void Plans_of_equal_programs_are_equal()
    {
        ExecutionPlan plan = Plan(ExamplePrograms.Classifier());

        Assert.Equal(plan, Plan(ExamplePrograms.Classifier()));
        Assert.NotEqual(plan, Plan(ExamplePrograms.Decoder()));
    }

    [Fact]
    public void Shares_sum_up_to_one()
    {
        IReadOnlyList<PlanRow> rows = PlanRow.Of(ExamplePrograms.Classifier(), Scalar);

        Assert.Equal(1, rows.Sum(row => row.Share), 9);
        Assert.Equal(8 * 8 * 27 * 20, rows[0].MultiplyAdds);
    }

    private static ExecutionPlan Plan(IntegerProgram program) => Planner.Plan(program, new KernelSelector(Scalar), observeAll: false);

    private static string Text(IntegerProgram program)
    {
        ExecutionPlan plan = Plan(program);
        IEnumerable<string> lines = plan.Steps.Zip(
            PlanRow.Of(plan),
            (step, row) =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    {row.Layer}: {row.Operation}{(
                        row.Kernel.Length > 0 ? $" on {row.Kernel}" : ""
                    )}, {row.MultiplyAdds} multiply-adds ({row.Share:P1}), {row.Bytes} bytes
                      {string.Join(", ", step.Inputs.Select(Text))} -> {Text(step.Output)}
                    """
                )
        );
        return string.Join('\n', [$"input: {Text(plan.Input)}", .. lines, $"{plan.ArenaBytes} bytes a worker"]);
    }

    private static string Text(PlannedTensor tensor)
    {
        Halo halo = tensor.Halo;
        string around = halo.IsEmpty ? "" : $" with a halo of {halo.Top}, {halo.Bottom}, {halo.Left}, {halo.Right}";
        string range = tensor.Kind == StorageKind.Float32 ? "" : $" [{tensor.Low}, {tensor.High}]";
        return $"{tensor.Format.Shape} {tensor.Kind}{range} at {tensor.Offset}{around}";
    }
}
