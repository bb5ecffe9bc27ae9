using System.Net;
using System.Security.Cryptography;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Testing;
using Akida.Zoo;
using Akida.Zoo.Pretrained;

namespace Akida.Cli.Tests;

/// <summary>Trained models from a folder or an address; each test has a cache of its own.</summary>
public sealed class PretrainedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? cacheBefore = Environment.GetEnvironmentVariable(CacheFolder.Variable);

    public PretrainedTests()
    {
        Environment.SetEnvironmentVariable(CacheFolder.Variable, folder["cache"]);
        Directory.CreateDirectory(folder["mirror"]);
    }

    private static string Recorded =>
        Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "zoo_gxnor_mnist_v2_i8_w8_a8"), "quantized.h5");

    private string[] Cached =>
        Directory.Exists(folder["cache"])
            ?
            [
                .. Directory
                    .GetFiles(folder["cache"], "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetFileName(path))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(CacheFolder.Variable, cacheBefore);
        folder.Dispose();
    }

    [Fact]
    public void Create_saves_the_file_of_a_folder()
    {
        Publish("gxnor_mnist_i8_w8_a8.h5", Recorded);

        string said = CommandLine.RunWell(
            "akida_models",
            "create",
            "-s",
            folder["net.h5"],
            "--pretrained",
            "--mirror",
            folder["mirror"],
            "gxnor_mnist"
        );

        Assert.Equal($"Model saved as {folder["net.h5"]}", said.TrimEnd());
        Assert.Equal(File.ReadAllBytes(Recorded), File.ReadAllBytes(folder["net.h5"]));
        Assert.Equal(["SHA256SUMS", "gxnor_mnist_i8_w8_a8.h5"], Cached);
    }

    [Fact]
    public void A_model_in_code_comes_from_an_address_and_then_from_the_cache()
    {
        Publish("gxnor_mnist_i8_w8_a8.h5", Recorded);
        Mirror mirror;
        using (FolderServer server = new(folder["mirror"]))
        {
            mirror = Mirror.Of(server.Address);
            Assert.Equal(KerasFile.Read(Recorded).Graph, new GxnorMnist().Pretrained(AkidaVersion.V2, mirror: mirror).Graph);
            Assert.Equal(["/SHA256SUMS", "/gxnor_mnist_i8_w8_a8.h5"], server.Requested);
            new GxnorMnist().Pretrained(AkidaVersion.V2, mirror: mirror);
            Assert.Equal(["/SHA256SUMS", "/gxnor_mnist_i8_w8_a8.h5", "/SHA256SUMS"], server.Requested);
        }

        Assert.Equal(KerasFile.Read(Recorded).Graph, new GxnorMnist().Pretrained(AkidaVersion.V2, mirror: mirror).Graph);
    }

    [Fact]
    public void A_file_with_another_digest_is_refused_and_not_kept()
    {
        Publish("gxnor_mnist_i8_w8_a8.h5", Recorded);
        byte[] content = File.ReadAllBytes(Recorded);
        content[^1] ^= 1;
        File.WriteAllBytes(Path.Combine(folder["mirror"], "gxnor_mnist_i8_w8_a8.h5"), content);

        CommandLineResult result = Create("gxnor_mnist");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(
            $"gxnor_mnist_i8_w8_a8.h5 of .* has the SHA-256 {Digest(content)}, must have {Digest(File.ReadAllBytes(Recorded))}",
            result.Error
        );
        Assert.Equal(["SHA256SUMS"], Cached);
        Assert.False(File.Exists(folder["net.h5"]));
    }

    [Fact]
    public void A_damaged_file_in_the_cache_is_fetched_again()
    {
        Publish("gxnor_mnist_i8_w8_a8.h5", Recorded);
        Assert.Equal(0, Create("gxnor_mnist").ExitCode);
        string cached = Directory.GetFiles(folder["cache"], "*.h5", SearchOption.AllDirectories).Single();
        File.WriteAllText(cached, "damaged");

        Assert.Equal(0, Create("gxnor_mnist").ExitCode);
        Assert.Equal(File.ReadAllBytes(Recorded), File.ReadAllBytes(cached));
    }

    [Fact]
    public void Of_several_files_the_bits_choose()
    {
        CommandLine.RunWell("akida_models", "create", "-s", folder["float.h5"], "gxnor_mnist");
        Publish("gxnor_mnist_i8_w8_a8.h5", Recorded);
        Publish("gxnor_mnist.h5", folder["float.h5"]);

        Assert.Contains("has gxnor_mnist more than once, choose the bits: i8_w8_a8, float", Create("gxnor_mnist").Error);
        Assert.Contains(
            "has no gxnor_mnist with the bits i8_w2_a1, it has i8_w8_a8, float",
            Create("gxnor_mnist", "--bits", "i8_w2_a1").Error
        );
        Assert.Equal(0, Create("gxnor_mnist", "--bits", "float").ExitCode);
        Assert.Equal(File.ReadAllBytes(folder["float.h5"]), File.ReadAllBytes(folder["net.h5"]));
    }

    [Fact]
    public void Nothing_pretends_to_be_pretrained()
    {
        Publish("ds_cnn_kws_i8_w8_a8.h5", Recorded);

        Assert.Matches("is of another model than ds_cnn_kws: only one of them has the layer 'conv_0'", Create("ds_cnn_kws").Error);
        Assert.Contains("has no trained vgg_utk_face for Akida 2.0", Create("vgg_utk_face").Error);
        Assert.False(File.Exists(folder["net.h5"]));
    }

    [Fact]
    public void Without_a_mirror_the_error_says_what_to_do()
    {
        CommandLineResult result = CommandLine.Run("akida_models", "create", "-s", folder["net.h5"], "--pretrained", "gxnor_mnist");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "no mirror of trained models is known: put the .h5 files into a folder or on a server, with what 'sha256sum *.h5 > "
                + "SHA256SUMS' writes, and name it with AKIDA_PRETRAINED_MIRROR",
            result.Error
        );
    }

    [Fact]
    public void A_mirror_that_is_not_there_is_named()
    {
        Assert.Matches(
            "SHA256SUMS cannot be had from .*nowhere",
            CommandLine.Run("akida_models", "create", "--pretrained", "--mirror", folder["nowhere"], "gxnor_mnist").Error
        );
    }

    [Fact]
    public void Mirror_options_need_pretrained()
    {
        Assert.Contains(
            "give --pretrained too",
            CommandLine.Run("akida_models", "create", "-s", folder["net.h5"], "--mirror", folder["mirror"], "gxnor_mnist").Error
        );
    }

    [Theory]
    [InlineData("abc  gxnor_mnist.h5")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  ../gxnor_mnist.h5")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  C:\\gxnor_mnist.h5")]
    public void A_manifest_that_is_none_is_refused(string line)
    {
        File.WriteAllText(Path.Combine(folder["mirror"], "SHA256SUMS"), line);

        Assert.Matches("SHA256SUMS of .*, line 1: must be a SHA-256 digest and the name of an .h5 file", Create("gxnor_mnist").Error);
        Assert.Empty(Cached);
    }

    [Fact]
    public void Sizes_are_in_the_names_of_ImageNet_models()
    {
        CommandLine.RunWell("akida_models", "create", "-s", folder["net.h5"], "akidanet_imagenet", "-i", "32", "-a", "0.25", "-c", "3");
        Publish("akidanet_imagenet_32_alpha_0.25.h5", folder["net.h5"]);
        IAkidaModel wanted = new AkidaNetImageNet
        {
            ImageSize = 32,
            Alpha = 0.25,
            Classes = 3,
        };

        Assert.Equal("akidanet_0.25_32_3", wanted.Pretrained(AkidaVersion.V2, mirror: Mirror.Of(folder["mirror"])).Graph.Name);
        PretrainedException error = Assert.Throws<PretrainedException>(() =>
            new AkidaNetImageNet { ImageSize = 32, Alpha = 0.25 }.Pretrained(AkidaVersion.V2, mirror: Mirror.Of(folder["mirror"]))
        );
        Assert.Contains("has 3 outputs, akidanet_0.25_32_1000 with these options has 1000", error.Message);
    }

    [Fact]
    public void A_trained_model_needs_no_base_model()
    {
        CommandLine.RunWell("akida_models", "create", "-s", folder["base.h5"], "akidanet_imagenet", "-a", "0.5");
        CommandLine.RunWell("akida_models", "create", "-s", folder["edge.h5"], "akidanet_imagenet_edge", "-bw", folder["base.h5"]);
        Publish("akidanet_imagenet_edge.h5", folder["edge.h5"]);

        Assert.Equal(0, Create("akidanet_imagenet_edge").ExitCode);
        Assert.Equal(File.ReadAllBytes(folder["edge.h5"]), File.ReadAllBytes(folder["net.h5"]));
    }

    [Theory]
    [InlineData("akidanet_imagenet_edge")]
    [InlineData("yolo_base")]
    public void A_trained_model_takes_no_base_weights(string model)
    {
        CommandLineResult result = CommandLine.Run(
            "akida_models",
            "create",
            "--pretrained",
            "--mirror",
            folder["mirror"],
            model,
            "-bw",
            "base.h5"
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "-bw/--base_weights is base.h5, but a pretrained model comes with all its weights: give one of the two",
            result.Error
        );
    }

    private CommandLineResult Create(string model, params string[] options) =>
        CommandLine.Run([
            "akida_models",
            "create",
            "-s",
            folder["net.h5"],
            "--pretrained",
            "--mirror",
            folder["mirror"],
            .. options,
            model,
        ]);

    private void Publish(string name, string file)
    {
        File.Copy(file, Path.Combine(folder["mirror"], name));
        File.AppendAllText(Path.Combine(folder["mirror"], "SHA256SUMS"), $"{Digest(File.ReadAllBytes(file))}  {name}\n");
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Serves a folder on this machine.</summary>
    private sealed class FolderServer : IDisposable
    {
        private readonly HttpListener listener = new();

        public FolderServer(string folder)
        {
            Address = $"http://127.0.0.1:{FreePort()}/";
            listener.Prefixes.Add(Address);
            listener.Start();
            _ = Task.Run(() => Serve(folder));
        }

        public string Address { get; }

        public List<string> Requested { get; } = [];

        public void Dispose() => listener.Close();

        private void Serve(string folder)
        {
            while (listener.IsListening)
            {
                HttpListenerContext request;
                try
                {
                    request = listener.GetContext();
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                string path = request.Request.Url!.AbsolutePath;
                Requested.Add(path);
                string file = Path.Combine(folder, Path.GetFileName(path));
                request.Response.StatusCode = File.Exists(file) ? 200 : 404;
                request.Response.Close(File.Exists(file) ? File.ReadAllBytes(file) : [], willBlock: true);
            }
        }

        private static int FreePort()
        {
            using System.Net.Sockets.TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
    }
}
