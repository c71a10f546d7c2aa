package io.github.migrationconnector.copy.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.Verification;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a copy ended with.
 *
 * @param source the disk
 * @param target the place of the snapshot
 * @param result of the transfer
 * @param verification when one was asked for
 * @param seconds since the command began
 */
record CopyReport(
        SourceAddress source,
        TargetAddress target,
        TransferResult result,
        Optional<Verification> verification,
        double seconds) {
    private static final double MIB = 1 << 20;

    void print(Console console, boolean asJson) {
        if (asJson) {
            console.json(this::write);
        } else {
            text(console);
        }
    }

    private void write(JsonGenerator json) throws IOException {
        TransferProgress progress = result.progress();
        json.writeStringField("source", source.toString());
        json.writeStringField("target", target.toString());
        json.writeStringField("snapshot", progress.snapshotId());
        json.writeNumberField("capacityBytes", result.capacityBytes());
        json.writeNumberField("blockSizeBytes", progress.blockSizeBytes());
        json.writeNumberField("blocks", progress.blocksInScope());
        json.writeNumberField("blocksPut", progress.blocksPut());
        json.writeNumberField("blocksZero", progress.blocksZero());
        json.writeNumberField("blocksUnchanged", progress.blocksUnchanged());
        json.writeNumberField("bytesPut", progress.bytesPut());
        json.writeNumberField("seconds", Math.round(seconds * 1000) / 1000.0);
        json.writeStringField("digest", result.digest().hex());
        json.writeBooleanField("encrypted", result.encrypted());
        if (verification.isPresent()) {
            VerificationReport.write(verification.get(), json);
        }
    }

    private void text(Console console) {
        TransferProgress progress = result.progress();
        console.out().println("snapshot   " + progress.snapshotId() + (result.encrypted() ? " (encrypted)" : ""));
        console.out()
                .printf(
                        Locale.ROOT,
                        "blocks     %d: %d put, %d zero, %d unchanged%n",
                        progress.blocksInScope(),
                        progress.blocksPut(),
                        progress.blocksZero(),
                        progress.blocksUnchanged());
        console.out()
                .printf(
                        Locale.ROOT,
                        "put        %.1f MiB of a disk of %.1f MiB in %.1f s%n",
                        progress.bytesPut() / MIB,
                        result.capacityBytes() / MIB,
                        seconds);
        console.out().println("digest     " + result.digest().hex());
        verification.ifPresent(found -> VerificationReport.text(found, console));
        console.out().flush();
    }
}
