package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells local clients where the daemon answers, by a file; as soon as there is room for it, since a full disk ends no daemon. */
final class Announcement {
    private final Path file;
    private final String text;
    private final PrintStream err;
    private boolean begun;
    private boolean there;
    private boolean failed;

    /**
     * Makes one.
     *
     * @param address as a local client writes it
     * @param err is told once when the file can't be written
     */
    Announcement(Path file, String address, PrintStream err) {
        this.file = file;
        this.text = address + "\n";
        this.err = err;
    }

    /** From now on it is to be there. */
    void begin() {
        begun = true;
        again();
    }

    /** Writes it when it is to be there and is not yet. */
    void again() {
        if (!begun || there) {
            return;
        }
        try {
            // the one that a kill left behind may say the same
            if (!isThere()) {
                Home.writePrivately(file, text.getBytes(StandardCharsets.US_ASCII));
            }
            there = true;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                err.println("connector: " + file + " can't be written, so that commands don't find the daemon yet: "
                        + e.getMessage());
                err.println("connector: to mend it: make room in the home; it is tried again each second");
            }
        }
    }

    private boolean isThere() throws IOException {
        return Files.isRegularFile(file)
                && Files.readString(file, StandardCharsets.US_ASCII).equals(text);
    }
}
