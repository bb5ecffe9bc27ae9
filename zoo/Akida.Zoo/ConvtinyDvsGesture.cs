namespace Akida.Zoo;

/// <summary>ConvTiny for the arm gestures of IBM's DVS gesture data, ten frames stacked as channels.</summary>
[AkidaModel("convtiny_dvs_gesture", KerasName = "dvs_network")]
[Input(64, 64, 10, DType = DataType.Int8), Rescaling(1)]
public sealed partial class ConvtinyDvsGesture
{
    /// <summary>Classes.</summary>
    [Option("-c", "--classes", Default = 10, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [DvsNetwork("Classes")] public partial Layer Network { get; }
}
