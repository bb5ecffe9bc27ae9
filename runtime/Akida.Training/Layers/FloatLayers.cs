using Akida.Graph.Operations;

namespace Akida.Training.Layers;

/// <summary>The float layers: an operation on batches in torch's layout.</summary>
internal static class FloatLayers
{
    /// <summary>Computes one layer.</summary>
    /// <param name="operation">What it does.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="shape">Its output shape without batch, as Keras has it.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="training">Whether dropout drops and batch normalisation learns.</param>
    /// <exception cref="GraphException">The operation cannot be trained.</exception>
    public static TorchTensor Apply(
        Operation operation,
        IReadOnlyList<TorchTensor> inputs,
        TensorShape shape,
        LayerWeights weights,
        bool training
    )
    {
        TorchTensor x = inputs[0];
        return operation switch
        {
            Rescaling rescaling => (x * Vector(rescaling.Scale, x)) + Vector(rescaling.Offset, x),
            Conv2D { PaddingValue: { } values } conv => Activations.Apply(PaddedConv2D(x, conv, values, weights), conv.Activation),
            Conv2D conv => Activations.Apply(
                Convolutions.Conv2D(x, weights["kernel"], conv.Strides, conv.Padding, conv.DilationRate, conv.Groups, Bias(conv, weights)),
                conv.Activation
            ),
            DepthwiseConv2D conv => Finish(
                Convolutions.DepthwiseConv2D(x, weights["depthwise_kernel"], conv.Strides, conv.Padding, conv.DilationRate),
                conv,
                conv.Activation,
                weights
            ),
            SeparableConv2D conv => Activations.Apply(SeparableConv2D(x, conv, weights), conv.Activation),
            Conv2DTranspose conv => Finish(
                Convolutions.Conv2DTranspose(x, weights["kernel"], conv.Strides, conv.Padding),
                conv,
                conv.Activation,
                weights
            ),
            DepthwiseConv2DTranspose conv => Finish(
                Convolutions.DepthwiseConv2DTranspose(x, weights["depthwise_kernel"], conv.Strides, conv.Padding),
                conv,
                conv.Activation,
                weights
            ),
            Conv3D conv => Finish(
                Convolutions.Conv3D(x, weights["kernel"], conv.Strides, conv.Padding, conv.Groups),
                conv,
                conv.Activation,
                weights
            ),
            Dense dense => Activations.Apply(Convolutions.Dense(x, weights["kernel"], Bias(dense, weights)), dense.Activation),
            BatchNormalization normalization => Normalization.Apply(x, normalization, weights, training),
            ReLU relu => Activations.ReLU(x, relu),
            LeakyReLU relu => Functional.leaky_relu(x, relu.Alpha),
            PReLU => Functional.relu(x) - (Layout.ToTorch(weights["alpha"].unsqueeze(0)) * Functional.relu(-x)),
            Activation activation => Activations.Apply(x, activation.Function, activation.Alpha),
            Softmax softmax => Functional.softmax(x, Layout.Axis(softmax.Axis, x.dim())),
            MaxPooling2D pool => Poolings.MaxPooling2D(x, pool.PoolSize, pool.EffectiveStrides, pool.Padding),
            AveragePooling2D pool => Poolings.AveragePooling2D(x, pool.PoolSize, pool.EffectiveStrides, pool.Padding),
            AveragePooling3D pool => Poolings.AveragePooling3D(x, pool.PoolSize, pool.Strides ?? pool.PoolSize, pool.Padding),
            GlobalAveragePooling2D pool => Poolings.GlobalAveragePooling2D(x, pool.KeepDims),
            Dropout dropout => Functional.dropout(x, dropout.Rate, training),
            ActivityRegularization => x,
            Flatten or Reshape => Shaping.Reshape(x, shape),
            Permute permute => Shaping.Permute(x, permute.Dims),
            ZeroPadding2D pad => Shaping.Pad(x, pad.Columns, pad.Rows),
            ZeroPadding3D pad => Shaping.Pad(x, pad.Columns, pad.Rows, pad.Time),
            Cropping2D crop => Shaping.Crop(x, crop.Rows, crop.Columns),
            UpSampling2D up => Shaping.UpSample(x, up),
            Concatenate concatenate => torch.cat([.. inputs], Layout.Axis(concatenate.Axis, x.dim())),
            Add add => inputs.Aggregate((left, right) => left + right) * (add.Average ? 0.5 : 1),
            Multiply => inputs.Aggregate((left, right) => left * right),
            Subtract => inputs.Aggregate((left, right) => left - right),
            Maximum => inputs.Aggregate(torch.maximum),
            _ => throw new GraphException($"{operation.ClassName} cannot be trained"),
        };
    }

    /// <summary>What a layer adds to the loss: its kernel's penalty, and that on its activity, by sample.</summary>
    public static TorchTensor? Penalty(Operation operation, TorchTensor output, LayerWeights weights) =>
        operation switch
        {
            Conv2D { KernelRegularizer: { } regularizer } => Penalty(regularizer, weights["kernel"]),
            Conv2DTranspose { KernelRegularizer: { } regularizer } => Penalty(regularizer, weights["kernel"]),
            Conv3D { KernelRegularizer: { } regularizer } => Penalty(regularizer, weights["kernel"]),
            Dense { KernelRegularizer: { } regularizer } => Penalty(regularizer, weights["kernel"]),
            SeparableConv2D { PointwiseRegularizer: { } regularizer } => Penalty(regularizer, weights["pointwise_kernel"]),
            ActivityRegularization activity => ((output.abs().sum() * activity.L1) + (output.square().sum() * activity.L2))
                / output.shape[0],
            _ => null,
        };

    private static TorchTensor Penalty(Regularizer regularizer, TorchTensor kernel) =>
        regularizer.ClassName switch
        {
            "L1" => kernel.abs().sum() * regularizer.Factor,
            "L2" => kernel.square().sum() * regularizer.Factor,
            _ => throw new GraphException(
                $"regularizer '{regularizer.ClassName}' cannot be trained, must be L1 or L2",
                setting: "kernel_regularizer"
            ),
        };

    private static TorchTensor SeparableConv2D(TorchTensor x, SeparableConv2D conv, LayerWeights weights)
    {
        TorchTensor depthwise = Convolutions.DepthwiseConv2D(x, weights["depthwise_kernel"], conv.Strides, conv.Padding, conv.DilationRate);
        return Convolutions.Conv2D(
            depthwise,
            weights["pointwise_kernel"],
            Size2D.One,
            Padding.Valid,
            Size2D.One,
            bias: Bias(conv, weights)
        );
    }

    /// <summary>Padding with a value is padding with zeros of what differs from it.</summary>
    private static TorchTensor PaddedConv2D(TorchTensor x, Conv2D conv, EquatableArray<float> values, LayerWeights weights)
    {
        TorchTensor padding = Layout.PerChannel(torch.tensor(values.ToArray()), x.dim());
        return Convolutions.Conv2D(
            Shaping.PadSame(x, conv.KernelSize, conv.Strides, padding),
            weights["kernel"],
            conv.Strides,
            Padding.Valid,
            conv.DilationRate,
            conv.Groups,
            Bias(conv, weights)
        );
    }

    private static TorchTensor Finish(TorchTensor sums, WeightedOperation operation, string activation, LayerWeights weights) =>
        Activations.Apply(Convolutions.AddBias(sums, Bias(operation, weights)), activation);

    private static TorchTensor? Bias(WeightedOperation operation, LayerWeights weights) => operation.UseBias ? weights["bias"] : null;

    private static TorchTensor Vector(EquatableArray<double> values, TorchTensor x) =>
        Layout.PerChannel(torch.tensor(Array.ConvertAll(values.ToArray(), value => (float)value)), x.dim());
}
