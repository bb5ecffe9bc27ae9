using System.CommandLine;
using Akida.Cli.Commands.AkidaModels;
using Akida.Cli.Commands.Cnn2snn;
using Akida.Cli.Commands.Quantizeml;
using Akida.Cli.Commands.Training;
using Akida.Cli.Output;
using Akida.Zoo.Pipelines.Mnist;

namespace Akida.Cli.Commands;

/// <summary>The tools that the program is; the launchers in <c>bin/</c> pass the tool's name as the first word.</summary>
internal static class AllCommands
{
    public static Command Create(CliConsole console) =>
        new("akida-cli", "All tools in one program.")
        {
            new Command("akida_models", "Create, inspect and run models.")
            {
                CreateCommand.Create(console),
                SummaryCommand.Create(console),
                CheckCommand.Create(console),
                PredictCommand.Create(console),
                SparsityCommand.Create(console),
                PlanCommand.Create(console),
                ExportCommand.Create(console),
                VerifyCommand.Create(console),
                UnfuseCommand.Create(console),
                WeightsCommands.CreateSave(console),
                WeightsCommands.CreateLoad(console),
            },
            new Command("quantizeml", "Quantise models.")
            {
                QuantizeCommand.Create(console),
                ConfigCommand.Create(console),
                InsertRescalingCommand.Create(console),
                VersionCommand.Create(console),
            },
            new Command("cnn2snn", "Convert quantised models to Akida.") { ConvertCommand.Create(console), ReshapeCommand.Create(console) },
            PipelineCommand.Create(console, new MnistPipeline()),
            QuickstartCommand.Create(console),
        };
}
