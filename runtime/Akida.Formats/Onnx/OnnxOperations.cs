using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Finds the ONNX form of a layer.</summary>
internal static class OnnxOperations
{
    public static void Add(OnnxLayer layer)
    {
        switch (layer.Node.Operation)
        {
            case InputLayer input:
                layer.Builder.Input(layer.Name, input.Shape);
                layer.Output(Layout.ChannelsLast, layer.Name);
                break;
            case Conv2D conv:
                OnnxConvolutions.Conv2D(layer, conv);
                break;
            case DepthwiseConv2D conv:
                OnnxConvolutions.Depthwise(layer, conv);
                break;
            case SeparableConv2D conv:
                OnnxConvolutions.Separable(layer, conv);
                break;
            case Conv3D conv:
                OnnxConvolutions.Conv3D(layer, conv);
                break;
            case Conv2DTranspose conv:
                OnnxTransposed.Conv2D(layer, conv);
                break;
            case DepthwiseConv2DTranspose conv:
                OnnxTransposed.Depthwise(layer, conv);
                break;
            case BufferTempConv conv:
                OnnxTemporal.Full(layer, conv);
                break;
            case DepthwiseBufferTempConv conv:
                OnnxTemporal.Depthwise(layer, conv);
                break;
            case Dense dense:
                OnnxPointwise.Dense(layer, dense);
                break;
            case Rescaling rescaling:
                OnnxPointwise.Rescaling(layer, rescaling);
                break;
            case BatchNormalization normalization:
                OnnxPointwise.BatchNormalization(layer, normalization);
                break;
            case ReLU relu:
                OnnxActivations.ReLU(layer, relu);
                break;
            case PReLU prelu:
                OnnxActivations.PReLU(layer, prelu);
                break;
            case LeakyReLU leaky:
                layer.Pointwise(input => OnnxActivations.Leaky(layer.Builder, input, leaky.Alpha));
                break;
            case Softmax softmax:
                OnnxActivations.Softmax(layer, softmax.Axis);
                break;
            case Activation activation:
                OnnxActivations.Add(layer, activation);
                break;
            case TensorFlowFunction function:
                OnnxActivations.Add(layer, OnnxActivations.ActivationOf(function));
                break;
            case Dropout or ActivityRegularization:
                layer.Pointwise(input => input);
                break;
            case MaxPooling2D pooling:
                OnnxPooling.Pool(layer, pooling, "MaxPool");
                break;
            case AveragePooling2D pooling:
                OnnxPooling.Pool(layer, pooling, "AveragePool");
                break;
            case AveragePooling3D pooling:
                OnnxPooling.Average3D(layer, pooling);
                break;
            case GlobalAveragePooling2D pooling:
                OnnxPooling.GlobalAverage(layer, pooling);
                break;
            case UpSampling2D sampling:
                OnnxPooling.UpSampling(layer, sampling);
                break;
            case Flatten or Reshape:
                OnnxShaping.Reshape(layer);
                break;
            case Permute permute:
                OnnxShaping.Permute(layer, permute);
                break;
            case ZeroPadding2D padding:
                OnnxShaping.Pad(layer, padding.Rows, padding.Columns);
                break;
            case ZeroPadding3D padding:
                OnnxShaping.Pad(layer, padding.Time, padding.Rows, padding.Columns);
                break;
            case Cropping2D cropping:
                OnnxShaping.Crop(layer, cropping);
                break;
            case JoinOperation join:
                OnnxShaping.Join(layer, join);
                break;
            default:
                throw new GraphException($"{layer.Node.Operation.ClassName} cannot be exported to ONNX");
        }
    }
}
