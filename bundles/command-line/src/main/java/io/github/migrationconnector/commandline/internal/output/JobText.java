package io.github.migrationconnector.commandline.internal.output;

import com.fasterxml.jackson.databind.JsonNode;

/** A job in words. */
public final class JobText {
    private JobText() {}

    public static String of(JsonNode job) {
        long rate = job.path("bytesPerSecond").asLong();
        return new Table("job", job.path("id").asText())
                .row("VM", job.path("vmName").asText() + " (" + job.path("vmId").asText() + ")")
                .row("server", job.path("serverId").asText())
                .row("state", state(job))
                .row("schedule", schedule(job.path("schedule")))
                .row("next run", time(job.path("nextRunAt")))
                .row("description", job.path("description").asText())
                .row("quiesce", job.path("quiesce").asBoolean() ? "yes" : "no")
                .row("rate", rate == 0 ? "no limit" : Sizes.of(rate) + "/s")
                .row("images", images(job.path("image")))
                .row("created", job.path("createdAt").asText())
                .row("latest image", job.path("latestImageId").asText())
                .row("revision", job.path("revision").asText())
                .toString();
    }

    /** Its state, with whether it is paused and what there is to know. */
    public static String state(JsonNode job) {
        String message = job.path("message").asText();
        return job.path("state").asText()
                + (job.path("paused").asBoolean() ? ", paused" : "")
                + (message.isEmpty() ? "" : ": " + message);
    }

    /** When it runs. */
    public static String schedule(JsonNode schedule) {
        return switch (schedule.path("kind").asText()) {
            case "EVERY" ->
                "every " + schedule.path("hours").asText() + " h from "
                        + schedule.path("start").asText();
            case "ONCE" -> "once at " + schedule.path("at").asText();
            default -> "on demand";
        };
    }

    private static String images(JsonNode image) {
        int keep = image.path("imagesToKeep").asInt();
        String key = image.path("kmsKeyId").asText();
        return (keep == 0 ? "all stay" : "the latest " + keep + " stay") + ", licence "
                + image.path("licenseType").asText("BYOL")
                + (image.path("encrypted").asBoolean()
                        ? ", encrypted with " + (key.isEmpty() ? "the account's key" : key)
                        : ", not encrypted");
    }

    /** A time, or nothing when it has not come. */
    public static String time(JsonNode time) {
        return time.isTextual() ? time.asText() : "";
    }
}
