using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Integers;
using Akida.Reports.Plans;
using Akida.Simulator.Planning;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models plan</c>: how a quantised or converted model is simulated on this machine, a row a step.</summary>
internal static class PlanCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        Command command = new(
            "plan",
            "Show how a quantised or Akida model is simulated, and on which kernels (AKIDA_KERNELS forces a set)."
        )
        {
            model,
        };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(model)));
        return command;
    }

    private static void Run(CliConsole console, string path)
    {
        IntegerProgram program = Program(ModelFile.Load(path), path);
        TableView.Write(console, PlanTable.Of(program.Name, PlanRow.Of(program)));
    }

    private static IntegerProgram Program(ModelFile file, string path) =>
        file switch
        {
            KerasModelFile { Model: { Graph.IsQuantized: true } model } => QuantizedProgram.From(model),
            AkidaModelFile akida => AkidaProgram.From(akida.Model),
            _ => throw new CommandException($"{path}: the model is neither quantised nor converted, so that there is nothing to plan"),
        };
}
