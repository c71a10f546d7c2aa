package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** QEMU's tool, which shares no code with the connector, as the judge of disk formats. */
public final class QemuImg {
    private QemuImg() {}

    /** Converts a raw image into a VMDK of one of QEMU's subformats. */
    static void convert(Path raw, Path vmdk, String subformat) throws Exception {
        run("convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=" + subformat, raw.toString(), vmdk.toString());
    }

    public static void run(String... arguments) throws Exception {
        execute("qemu-img", arguments);
    }

    /** Writes into a VMDK as a guest would; qemu-io is part of the same package. */
    static void write(Path vmdk, Path content, long offset, int length) throws Exception {
        io(vmdk, "write -s " + content + " " + offset + " " + length);
    }

    /** Runs one command of qemu-io. */
    static void io(Path vmdk, String command) throws Exception {
        execute("qemu-io", "-f", "vmdk", "-c", command, vmdk.toString());
    }

    /** Throws AssertionError when a raw image holds other bytes than QEMU reads from a VMDK. */
    public static void assertSame(Path raw, Path vmdk) throws Exception {
        run("compare", "-f", "raw", "-F", "vmdk", raw.toString(), vmdk.toString());
    }

    /** How many bytes of a chain are stored in files, as QEMU maps them. */
    static long storedBytes(Path vmdk) throws Exception {
        String map = execute("qemu-img", "map", "--output=json", "-f", "vmdk", vmdk.toString());
        Matcher entry = Pattern.compile("\"length\": (\\d+)[^}]*\"data\": true").matcher(map);
        long stored = 0;
        while (entry.find()) {
            stored += Long.parseLong(entry.group(1));
        }
        return stored;
    }

    private static String execute(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError("This test needs " + tool + ": apt-get install qemu-utils", e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
