package io.github.migrationconnector.autoupgrade.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.autoupgrade.internal.set.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The last look into a channel.
 *
 * @param channel its URL: what one channel told says nothing of another; empty before one is set, and in what older versions kept
 * @param at when it was looked at; {@link Instant#EPOCH} before the first look
 * @param good when it told something good last, or since when that is waited for; {@link Instant#EPOCH} while nobody waits
 * @param trouble why the last look failed, or why what is offered is not put in force; empty when all is well
 */
record Look(String channel, Instant at, Instant good, String trouble) {
    static final Look NONE = new Look("", Instant.EPOCH, Instant.EPOCH, "");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nothing is known of a channel yet. */
    static Look of(String channel) {
        return new Look(channel, Instant.EPOCH, Instant.EPOCH, "");
    }

    Look begun(Instant now) {
        return new Look(channel, now, good, "");
    }

    Look good(Instant now) {
        return new Look(channel, at, now, trouble);
    }

    Look trouble(String why) {
        return new Look(channel, at, good, why);
    }

    /** What was kept in a file; {@link #NONE} when that is missing or damaged, since the next look makes it whole. */
    static Look read(Path file) {
        try {
            if (Files.exists(file)) {
                JsonNode kept = JSON.readTree(Files.readAllBytes(file));
                return new Look(
                        kept.path("channel").asText(),
                        Instant.parse(kept.path("at").asText()),
                        Instant.parse(kept.path("good").asText()),
                        kept.path("trouble").asText());
            }
        } catch (IOException | DateTimeException damaged) {
            return NONE;
        }
        return NONE;
    }

    void write(Path file) {
        try {
            DurableFiles.write(
                    file,
                    JSON.writeValueAsBytes(JSON.createObjectNode()
                            .put("channel", channel)
                            .put("at", at.toString())
                            .put("good", good.toString())
                            .put("trouble", trouble)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
