namespace Akida.Graph.Tests;

/// <summary>Which Akida version is in force.</summary>
[Collection(nameof(EnvironmentCollection))]
public class AkidaTargetTests
{
    [Fact]
    public void Scopes_are_nested()
    {
        Assert.Equal(AkidaVersion.V2, AkidaTarget.Current);
        using (AkidaTarget.Set(AkidaVersion.V1))
        {
            using (AkidaTarget.Set(AkidaVersion.V2))
            {
                Assert.Equal(AkidaVersion.V2, AkidaTarget.Current);
            }

            Assert.Equal(AkidaVersion.V1, AkidaTarget.Current);
        }

        Assert.Equal(AkidaVersion.V2, AkidaTarget.Current);
    }

    [Fact]
    public async Task A_scope_goes_with_what_is_awaited_and_no_further()
    {
        Task<AkidaVersion> outside = ReadLater();
        using (AkidaTarget.Set(AkidaVersion.V1))
        {
            Assert.Equal(AkidaVersion.V1, await ReadLater());
            Assert.Equal(AkidaVersion.V1, await Task.Run(() => AkidaTarget.Current, TestContext.Current.CancellationToken));
        }

        Assert.Equal(AkidaVersion.V2, await outside);

        static async Task<AkidaVersion> ReadLater()
        {
            await Task.Yield();
            return AkidaTarget.Current;
        }
    }

    [Theory]
    [InlineData("v1", AkidaVersion.V1)]
    [InlineData("v2", AkidaVersion.V2)]
    [InlineData("", AkidaVersion.V2)]
    public void The_environment_names_the_version(string value, AkidaVersion expected) =>
        WithVariable(
            value,
            () =>
            {
                Assert.Equal(expected, AkidaTarget.Current);
                using (AkidaTarget.Set(AkidaVersion.V1))
                {
                    Assert.Equal(AkidaVersion.V1, AkidaTarget.Current);
                }
            }
        );

    [Fact]
    public void Another_version_is_refused() =>
        WithVariable(
            "v3",
            () =>
                Assert.Equal(
                    "CNN2SNN_TARGET_AKIDA_VERSION is 'v3', must be v1 or v2",
                    Assert.Throws<FormatException>(() => AkidaTarget.Current).Message
                )
        );

    private static void WithVariable(string value, Action test)
    {
        string? before = Environment.GetEnvironmentVariable(AkidaTarget.Variable);
        Environment.SetEnvironmentVariable(AkidaTarget.Variable, value);
        try
        {
            test();
        }
        finally
        {
            Environment.SetEnvironmentVariable(AkidaTarget.Variable, before);
        }
    }
}

/// <summary>Tests that change the environment run alone.</summary>
[CollectionDefinition(nameof(EnvironmentCollection), DisableParallelization = true)]
public class EnvironmentCollection;
