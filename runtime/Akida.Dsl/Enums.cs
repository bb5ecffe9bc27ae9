namespace Akida;

/// <summary>The generation of Akida hardware that a model targets.</summary>
public enum AkidaVersion
{
    /// <summary>
    /// Akida 1.0 (AKD1000): fused separable convolutions, 1- to 4-bit activations, global average pooling before the ReLU.
    /// </summary>
    V1 = 1,

    /// <summary>Akida 2.0: 4- and 8-bit weights and activations, branches, transposed and temporal convolutions.</summary>
    V2 = 2,
}

/// <summary>A device that runs Akida models, with the limits that its maker publishes.</summary>
public enum AkidaDevice
{
    /// <summary>The AKD1000 chip: Akida 1.0.</summary>
    Akd1000 = 1,

    /// <summary>The Akida 2.0 IP as published, before a chip's own choices of memory and nodes.</summary>
    Akida2Ip = 2,
}

/// <summary>Spatial padding, as TensorFlow defines it.</summary>
public enum Padding
{
    /// <summary>No padding: <c>output = floor((input - kernel) / stride) + 1</c>.</summary>
    Valid,

    /// <summary>Padded so that <c>output = ceil(input / stride)</c>; the smaller half of the padding comes first.</summary>
    Same,
}

/// <summary>The pooling of a layer block.</summary>
public enum Pooling
{
    /// <summary>No pooling.</summary>
    None,

    /// <summary>Max pooling.</summary>
    Max,

    /// <summary>Global average pooling.</summary>
    GlobalAverage,
}

/// <summary>The type of a model's input.</summary>
public enum DataType
{
    /// <summary>Unsigned bytes, 0 to 255.</summary>
    UInt8,

    /// <summary>Signed bytes, -128 to 127.</summary>
    Int8,

    /// <summary>Signed 16-bit integers.</summary>
    Int16,

    /// <summary>32-bit floats.</summary>
    Float32,
}
