using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace SkillHost.Runner;

/// <summary>
/// Process of a skill's container: serves the functions of the library named in the first argument as MCP tools; of them those named in
/// the second, separated by commas, or all.
/// </summary>
public static class Program
{
    /// <summary>Serves until its standard input ends; 1 when there is nothing to serve.</summary>
    public static int Main(string[] arguments)
    {
        (FileStream source, FileStream target) = Descriptors.Take();
        try
        {
            string folder = Directory.GetCurrentDirectory();
            string library = Library.Find(folder, arguments[0]);
            SkillContext context = new(library, Library.Folders(folder, library));
            Assembly loaded = context.LoadFromAssemblyPath(library);
            string[]? wanted = arguments.Length > 1 ? [.. arguments[1].Split(',').Select(name => name.TrimEnd('='))] : null;
            Dictionary<string, Function> functions = FunctionFinder.Find(arguments[0], loaded.GetExportedTypes(), wanted);
            Rehearsal.Run();
            string name = Environment.GetEnvironmentVariable("SKILL_NAME") ?? arguments[0];
            Server server = new(source, target, functions, name, Console.Error);
            server.EnsureReader();
            server.Run();
            return 0;
        }
        catch (RefusedException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
        catch (Exception e)
        {
            // The library's own code, or what it depends on and did not bring.
            Console.Error.Write(Failure.Trace(e));
            Console.Error.WriteLine(Failure.Describe(e));
            return 1;
        }
    }
}
