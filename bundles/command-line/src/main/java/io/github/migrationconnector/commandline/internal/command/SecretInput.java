package io.github.migrationconnector.commandline.internal.command;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Asks for a password or passphrase: on the terminal, or from a file, or from standard input. Never as an argument, which
 * every user of the machine could read while the command runs, and which the shell keeps.
 */
final class SecretInput {
    private static final int MOST_BYTES = 4096;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Takes the password or passphrase from the first line of a file; - reads standard input."
                    + " Without it the terminal asks.")
    private Path file;

    /** The secret; from the terminal it is asked for twice when it is new. */
    String read(String what, boolean fresh) {
        return Optional.ofNullable(file).map(SecretInput::firstLine).orElseGet(() -> asked(what, fresh));
    }

    /** From JDK 22 on there is a console without a terminal too; it reads a line of standard input then, which is as good. */
    @SuppressWarnings("SystemConsoleNull")
    private static String asked(String what, boolean fresh) {
        Console console = System.console();
        if (console == null) {
            throw new CommandFailure(
                    "there is no terminal to ask for the " + what,
                    "name a file by --password-file, or - to pipe it in");
        }
        char[] first = typed(console.readPassword("%s: ", what));
        if (fresh) {
            char[] again = typed(console.readPassword("%s, again: ", what));
            boolean same = Arrays.equals(first, again);
            Arrays.fill(again, ' ');
            if (!same) {
                Arrays.fill(first, ' ');
                throw new CommandFailure("the two differ", "type the same twice");
            }
        }
        String text = new String(first);
        Arrays.fill(first, ' ');
        return text;
    }

    private static char[] typed(char[] line) {
        return Optional.ofNullable(line).orElseThrow(() -> new CommandFailure("nothing was typed", "type it"));
    }

    private static String firstLine(Path file) {
        try {
            if (file.toString().equals("-")) {
                return firstLine(System.in);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return firstLine(in);
            }
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no file " + file, "name the file that holds the password");
        } catch (CharacterCodingException e) {
            throw new CommandFailure("the password in " + file + " is no UTF-8 text", "write it as UTF-8");
        } catch (IOException e) {
            throw new CommandFailure("can't read " + file + ": " + e.getMessage(), "look at its owner and permissions");
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES);
        int length = 0;
        while (length < bytes.length && bytes[length] != '\n' && bytes[length] != '\r') {
            length++;
        }
        String line = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, length))
                .toString();
        Arrays.fill(bytes, (byte) 0);
        if (line.isEmpty()) {
            throw new CommandFailure("there is no password in the first line", "write it into the first line");
        }
        return line;
    }
}
