package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * docs/cli.md has the help of every command. Made anew by: {@code mvn -pl bundles/command-line test -Dtest=CliDocumentTest
 * -Dcli.write=true}.
 */
final class CliDocumentTest {
    private static final String BEGIN = "<!-- from here on made from the help of the commands -->\n";
    private static final String END = "<!-- up to here made from the help of the commands -->\n";
    private static final Path DOCUMENT = Path.of("../../docs/cli.md");
    private static final int WIDTH = 110;

    private static CommandLine commands() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Program(new Terminal(nowhere, nowhere, false)).commandLine();
    }

    /** The help of each command that does something, by its name. */
    private static Map<String, String> helps(CommandLine command) {
        Map<String, String> helps = new TreeMap<>();
        command.getSubcommands().forEach((name, sub) -> {
            if (sub.getSubcommands().isEmpty()) {
                sub.setUsageHelpWidth(WIDTH);
                helps.put(sub.getCommandSpec().qualifiedName(), sub.getUsageMessage(Ansi.OFF));
            } else {
                helps.putAll(helps(sub));
            }
        });
        return helps;
    }

    private static String made() {
        StringBuilder text = new StringBuilder();
        helps(commands()).forEach((name, help) -> text.append("\n### ")
                .append(name)
                .append("\n```\n")
                .append(help.stripTrailing())
                .append("\n```\n"));
        return text.append('\n').toString();
    }

    /** The document with what is made put in place of what was. */
    private static String renewed(String document, String made) {
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        assertThat(document).contains(BEGIN, END);
        return document.substring(0, begin) + made + document.substring(end);
    }

    @Test
    void isMadeFromTheHelp() throws IOException {
        String document = Files.readString(DOCUMENT);
        String renewed = renewed(document, made());
        if (Boolean.getBoolean("cli.write")) {
            Files.writeString(DOCUMENT, renewed);
            return;
        }
        assertThat(document)
                .as("docs/cli.md is stale; make it anew by: mvn -pl bundles/command-line test -Dtest=CliDocumentTest"
                        + " -Dcli.write=true")
                .isEqualTo(renewed);
    }

    @Test
    void aStaleDocumentIsSeen() {
        String document = "a\n" + BEGIN + "old\n" + END + "b\n";
        assertThat(renewed(document, made()))
                .isNotEqualTo(document)
                .startsWith("a\n")
                .endsWith("b\n");
        assertThat(made()).contains("connector job create", "--kms-key", "connector completion");
    }

    @Test
    void noHelpListsAnOptionTwice() {
        helps(commands()).forEach((name, help) -> assertThat(help.lines()
                        .filter(line -> line.matches("(      |  -., )--[a-z].*"))
                        .map(line -> line.replaceAll("^.{6}(--[^ =]+).*", "$1"))
                        .toList())
                .as(name)
                .doesNotHaveDuplicates());
    }

    @Test
    void everyCommandSaysWhatItIsAndEveryOptionWhatItDoes() {
        check(commands());
    }

    private static void check(CommandLine command) {
        command.getSubcommands().values().forEach(sub -> {
            String name = sub.getCommandSpec().qualifiedName();
            assertThat(sub.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
            sub.getCommandSpec().args().forEach(argument -> assertThat(argument.description())
                    .as(name + " " + argument.paramLabel())
                    .isNotEmpty());
            check(sub);
        });
    }
}
