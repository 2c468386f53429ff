package dev.evenkeel.bootstrap;

import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The command line: `evenkeel serve` starts the server, `evenkeel token` makes another operator's
/// token, `evenkeel config` lists what can be configured. Its options are the keys of [Keys].
public final class Main {

    private final Map<String, String> environment;
    private final Serving serving;

    Main(Map<String, String> environment, Serving serving) {
        this.environment = environment;
        this.serving = serving;
    }

    /// Serves until the process is told to stop.
    @FunctionalInterface
    interface Serving {

        /// Serve, and say how it ended.
        ///
        /// @param out where people read what they must not miss; not a log
        ExitCode serve(Config config, PrintWriter out);
    }

    /// Run the command line and end the process with its exit code.
    public static void main(String[] args) {
        var main = new Main(System.getenv(), Server::serve);
        var out = new PrintWriter(System.out, true, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        ExitCode exitCode = main.run(args, out, err);
        // The last output may wait in a buffer, and threads of libraries must not keep us here.
        out.flush();
        err.flush();
        System.exit(exitCode.number());
    }

    ExitCode run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(root());
        commandLine.setOut(out).setErr(err);
        try {
            return execute(commandLine.parseArgs(args), out);
        } catch (CommandLine.ParameterException e) {
            err.println("evenkeel: " + e.getMessage());
            err.println("Try 'evenkeel --help'.");
            return ExitCode.USAGE;
        } catch (ConfigException e) {
            err.println("evenkeel: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (StartException e) {
            err.println("evenkeel: " + e.getMessage());
            return e.exitCode();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Main.class).error("failed cause={}", e.toString(), e);
            err.println("evenkeel: Failed to start because of a bug: " + e);
            return ExitCode.FAILED_TO_START;
        }
    }

    private ExitCode execute(ParseResult parsed, PrintWriter out) {
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        CommandLine commandLine = command.commandSpec().commandLine();
        if (parsed.isUsageHelpRequested() || command.isUsageHelpRequested()) {
            commandLine.usage(out);
            return ExitCode.OK;
        }
        if (parsed.isVersionHelpRequested()) {
            commandLine.printVersionHelp(out);
            return ExitCode.OK;
        }
        return switch (command.commandSpec().name()) {
            case "serve" -> serving.serve(config(command), out);
            case "token" -> NewToken.issue(config(command), out);
            case "config" -> {
                listKeys(out);
                yield ExitCode.OK;
            }
            default -> throw new CommandLine.ParameterException(commandLine, "Expected a command");
        };
    }

    private Config config(ParseResult command) {
        var options = new LinkedHashMap<String, String>();
        for (Key key : Keys.ALL) {
            if (command.hasMatchedOption(key.option())) {
                options.put(key.name(), command.matchedOption(key.option()).getValue());
            }
        }
        return Config.of(ConfigSources.gather(options, environment));
    }

    private static CommandSpec root() {
        CommandSpec root = command("evenkeel", "Keeps live documents and stored truth level.");
        root.addOption(
                OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        root.version("evenkeel " + version());
        root.addSubcommand("serve", configured("serve", "Start the server."));
        root.addSubcommand(
                "token", configured("token", "Make another operator's token and show it once."));
        root.addSubcommand("config", command("config", "List everything that can be configured."));
        root.usageMessage()
                .footer("", "'evenkeel serve --help' shows the options of the server.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        return root;
    }

    /// A command that works with the configuration.
    private static CommandSpec configured(String name, String description) {
        CommandSpec command = command(name, description);
        for (Key key : Keys.ALL) {
            command.addOption(option(key));
        }
        command.usageMessage()
                .footer(
                        "",
                        "Every option can also be given as a variable (--port is EVENKEEL_PORT) or"
                                + " in a file (evenkeel.port). The command line counts before the"
                                + " environment, and the environment before the file.",
                        "'evenkeel config' lists all options, limits included.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        return command;
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage().description(description).sortOptions(false).width(100);
        command.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        return command;
    }

    private static OptionSpec option(Key key) {
        boolean flag = key.form() instanceof Key.Form.Flag;
        var option =
                OptionSpec.builder(key.option())
                        .type(String.class)
                        .arity(flag ? "0..1" : "1")
                        .paramLabel(flag ? "true|false" : key.placeholder())
                        .hidden(!key.prominent())
                        .description(described(key));
        return (flag ? option.fallbackValue("true") : option).build();
    }

    private static String described(Key key) {
        String text = key.meaning().replace("%", "%%");
        return Character.toUpperCase(text.charAt(0))
                + text.substring(1)
                + (key.whenAbsent().isEmpty() ? "." : " (default: " + key.whenAbsent() + ").");
    }

    private static Map<String, String> exitCodes() {
        var codes = new LinkedHashMap<String, String>();
        Arrays.stream(ExitCode.values())
                .forEach(code -> codes.put(Integer.toString(code.number()), code.meaning()));
        return codes;
    }

    private static void listKeys(PrintWriter out) {
        for (Key key : Keys.ALL) {
            out.println(key.name() + ": " + (key.whenAbsent().isEmpty() ? "~" : key.whenAbsent()));
            out.println("    # " + key.meaning());
            out.println("    # " + key.allowed() + "; " + key.variable() + ", " + key.option());
        }
    }

    /// As the packaging wrote it into the jar.
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
