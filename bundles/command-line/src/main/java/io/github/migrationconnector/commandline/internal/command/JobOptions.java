package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** What may be said of a job when it is made or changed; what is not said is not sent. */
final class JobOptions {
    @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
    private String description;

    @Option(
            names = "--quiesce",
            negatable = true,
            description = "Asks the guest to rest its file systems for each snapshot.")
    private Boolean quiesce;

    @Option(names = "--rate", paramLabel = "BYTES/s", description = "Cap on what a run puts; 0 for none.")
    private Long rate;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "When the first run begins, such as 2026-11-24T18:00:00Z; now when not said.")
    private String start;

    @Option(names = "--keep", paramLabel = "N", description = "How many images stay, 1 to 270; 0 for all.")
    private Integer keep;

    @Option(names = "--license", paramLabel = "TYPE", description = "AWS or BYOL (the default).")
    private String license;

    @Option(names = "--role", paramLabel = "NAME", description = "Kept and shown, not used.")
    private String role;

    @Option(names = "--encrypt", negatable = true, description = "Encrypts the snapshots.")
    private Boolean encrypt;

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = "ARN, id or alias of the KMS key; the account's default key when not said.")
    private String kmsKey;

    /** When runs begin; one of them. A group of the command itself: the help lists one within a mixin twice. */
    static final class When {
        @Option(names = "--every", paramLabel = "HOURS", description = "A run every 1 to 24 hours.")
        private Integer every;

        @Option(names = "--once", description = "A single run.")
        private boolean once;

        @Option(names = "--on-demand", description = "Runs are asked for one by one.")
        private boolean onDemand;
    }

    /**
     * The members to send.
     *
     * @param when null when nothing of it was said
     */
    ObjectNode body(When when) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (description != null) {
            body.put("description", description);
        }
        if (quiesce != null) {
            body.put("quiesce", quiesce);
        }
        if (rate != null) {
            body.put("bytesPerSecond", rate);
        }
        if (when != null) {
            body.set("schedule", schedule(when));
        } else if (start != null) {
            throw new CommandFailure("--start says nothing without --every or --once", "say one of them too");
        }
        ObjectNode image = image();
        if (!image.isEmpty()) {
            body.set("image", image);
        }
        return body;
    }

    private ObjectNode schedule(When chosen) {
        ObjectNode schedule = JsonNodeFactory.instance.objectNode();
        if (chosen.every != null) {
            return schedule.put("kind", "EVERY").put("hours", chosen.every).put("start", begin());
        }
        if (chosen.onDemand == chosen.once) {
            throw new IllegalStateException("picocli lets exactly one of them through");
        }
        schedule.put("kind", chosen.once ? "ONCE" : "ON_DEMAND");
        return chosen.once ? schedule.put("at", begin()) : schedule;
    }

    private String begin() {
        if (start == null) {
            return Instant.now().toString();
        }
        try {
            return OffsetDateTime.parse(start).toInstant().toString();
        } catch (DateTimeParseException e) {
            throw new CommandFailure("--start " + start + " is not a time", "write it like 2026-11-24T18:00:00Z");
        }
    }

    private ObjectNode image() {
        ObjectNode image = JsonNodeFactory.instance.objectNode();
        if (keep != null) {
            image.put("imagesToKeep", keep);
        }
        if (license != null) {
            image.put("licenseType", license);
        }
        if (role != null) {
            image.put("roleName", role);
        }
        if (encrypt != null) {
            image.put("encrypted", encrypt);
        }
        if (kmsKey != null) {
            image.put("kmsKeyId", kmsKey);
        }
        return image;
    }
}
