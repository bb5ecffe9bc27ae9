using Akida.Kernels;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Tests.Kernels;

/// <summary>Weights lie as <c>[block of filters][segment][group][filter][value]</c>; what is not there is 0.</summary>
public unsafe class WeightPackingTests
{
    [Fact]
    public void Two_segments_of_three_values_and_three_filters_in_pairs_and_blocks_of_two()
    {
        KernelFormat format = new(1, 2, 2, StorageKind.Int16, StorageKind.Int16);
        short[] weights = [.. Enumerable.Range(1, 2 * 3 * 3).Select(value => (short)value)];

        PinnedBuffer packed = WeightPacking.Pack(format, 2, 3, 3, weights);

        Assert.Equal(
            [
                1,
                4,
                2,
                5,
                7,
                0,
                8,
                0, // segment 0, filters 0 and 1: values 0 and 1, then 2
                10,
                13,
                11,
                14,
                16,
                0,
                17,
                0, // segment 1
                3,
                6,
                0,
                0,
                9,
                0,
                0,
                0, // filter 2, which is alone in its block
                12,
                15,
                0,
                0,
                18,
                0,
                0,
                0,
            ],
            new ReadOnlySpan<short>(packed.Pointer, (int)format.PackedBytes(2, 3, 3) / sizeof(short)).ToArray()
        );
    }

    [Fact]
    public void Five_bytes_of_one_filter_in_groups_of_four()
    {
        KernelFormat format = new(1, 1, 4, StorageKind.UInt8, StorageKind.Int8);

        PinnedBuffer packed = WeightPacking.Pack(format, 1, 5, 1, [-128, 2, 3, 4, 127]);

        Assert.Equal([-128, 2, 3, 4, 127, 0, 0, 0], new ReadOnlySpan<sbyte>(packed.Pointer, 8).ToArray());
    }

    [Fact]
    public void A_weight_that_does_not_fit_is_no_other_weight() =>
        Assert.Throws<OverflowException>(() => WeightPacking.Pack(new(1, 1, 4, StorageKind.UInt8, StorageKind.Int8), 1, 1, 1, [128]));
}
