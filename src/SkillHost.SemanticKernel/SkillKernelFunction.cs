using System.Collections.ObjectModel;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.SemanticKernel.Parameters;

namespace SkillHost.SemanticKernel;

/// <summary>Calls a skill's function for a kernel.</summary>
internal sealed partial class SkillKernelFunction(SkillFunction function)
{
    private static readonly JsonElement Text = JsonElement.Parse("""{"type":"string"}""");
    private readonly ArgumentBinder _binder = new(ParameterSet.Of(function), function.JsonSerializerOptions);

    /// <summary>The function as a kernel knows it, with the schema of each parameter and of the result.</summary>
    public KernelFunction ToKernelFunction()
    {
        JsonElement returned = function.ReturnJsonSchema ?? Text;
        KernelFunctionFromMethodOptions options = new()
        {
            FunctionName = function.Names.PluginFunction,
            Description = function.Description,
            Parameters = _binder.Parameters.All.Select(Describe),
            ReturnParameter = new KernelReturnParameterMetadata(function.JsonSerializerOptions)
            {
                Description = ParameterSet.Annotation(returned, "description"),
                Schema = KernelJsonSchema.Parse(returned.GetRawText()),
            },
            AdditionalMetadata = Metadata(),
        };
        return KernelFunctionFactory.CreateFromMethod(CallAsync, function.JsonSerializerOptions, options);
    }

    private async Task<FunctionResult> CallAsync(
        Kernel kernel, KernelFunction self, KernelArguments arguments, CancellationToken cancellationToken)
    {
        BoundArguments bound = _binder.Bind(arguments);
        if (bound.Ignored.Count > 0)
        {
            Log.Ignored(kernel.LoggerFactory.CreateLogger<SkillKernelFunction>(), function.QualifiedName, string.Join(", ", bound.Ignored));
        }

        if (bound.Problem is { } problem)
        {
            return new FunctionResult(self, $"invalid_arguments: {problem}", kernel.Culture);
        }

        InvocationResult result = await function.CallAsync(bound.Json, SkillCalls.OptionsFor(kernel, arguments), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Dictionary<string, object?> metadata = new() { [SkillCalls.ResultKey] = result };
        return new FunctionResult(self, SkillFunction.Answer(result), kernel.Culture, metadata);
    }

    private KernelParameterMetadata Describe(SkillParameter parameter) => new(parameter.Name, function.JsonSerializerOptions)
    {
        Description = ParameterSet.Annotation(parameter.Schema, "description"),
        DefaultValue = ParameterSet.Annotation(parameter.Schema, "default"),
        IsRequired = parameter.IsRequired,
        Schema = KernelJsonSchema.Parse(parameter.Schema.GetRawText()),
    };

    // A kernel describes parameters one by one; what a schema says of them together is only here.
    private ReadOnlyDictionary<string, object?> Metadata() =>
        new(new Dictionary<string, object?>(function.AdditionalProperties) { ["inputSchema"] = function.JsonSchema });

    private static partial class Log
    {
        [LoggerMessage(9401, LogLevel.Debug, "Skill function {Function} has no parameters {Names}; they were left out")]
        public static partial void Ignored(ILogger logger, string function, string names);
    }
}
