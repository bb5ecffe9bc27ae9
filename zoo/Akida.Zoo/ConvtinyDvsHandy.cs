namespace Akida.Zoo;

/// <summary>ConvTiny for hand gestures seen by an event camera (Samsung DVS handy).</summary>
[AkidaModel("convtiny_dvs_handy", KerasName = "dvs_network")]
[Input(120, 160, 2, DType = DataType.Int8), Rescaling(1)]
public sealed partial class ConvtinyDvsHandy
{
    /// <summary>Classes.</summary>
    [Option("-c", "--classes", Default = 9, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [DvsNetwork("Classes")] public partial Layer Network { get; }
}
