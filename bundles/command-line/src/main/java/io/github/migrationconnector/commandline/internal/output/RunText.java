package io.github.migrationconnector.commandline.internal.output;

import com.fasterxml.jackson.databind.JsonNode;

/** A run in words. */
public final class RunText {
    private RunText() {}

    public static String of(JsonNode run) {
        StringBuilder text = new StringBuilder();
        text.append(new Table("run", run.path("id").asText())
                .row("job", run.path("jobId").asText())
                .row(
                        "state",
                        run.path("state").asText() + " (" + run.path("phase").asText() + ")")
                .row("type", type(run))
                .row("waits for", run.path("waitingFor").asText())
                .row("description", run.path("description").asText())
                .row("started", run.path("startedAt").asText())
                .row("ended", run.path("endedAt").asText("").replace("null", ""))
                .row("image", run.path("imageId").asText()));
        if (!run.path("disks").isEmpty()) {
            Table disks = new Table("DISK", "SIZE", "SNAPSHOT", "PUT", "WAY");
            run.path("disks")
                    .forEach(disk -> disks.row(
                            disk.path("label").asText(),
                            Sizes.of(disk.path("capacityBytes").asLong()),
                            disk.path("snapshotId").asText(),
                            disk.at("/progress/blocksPut").asText() + " blocks, "
                                    + Sizes.of(disk.at("/progress/bytesPut").asLong()),
                            disk.path("way").asText()));
            text.append('\n').append(disks);
        }
        run.path("warnings").forEach(warning -> text.append("warning: ")
                .append(Table.clean(warning.asText()))
                .append('\n'));
        run.path("problems").forEach(problem -> text.append(problem(problem)));
        return text.toString();
    }

    private static String type(JsonNode run) {
        return run.path("type").asText() + (run.path("cutOver").asBoolean() ? ", cut-over" : "");
    }

    private static String problem(JsonNode problem) {
        String fix = problem.path("fix").asText();
        return "problem: " + problem.path("code").asText() + ": "
                + Table.clean(problem.path("message").asText()) + "\n"
                + (fix.isEmpty() ? "" : "  to mend it: " + Table.clean(fix) + "\n");
    }
}
