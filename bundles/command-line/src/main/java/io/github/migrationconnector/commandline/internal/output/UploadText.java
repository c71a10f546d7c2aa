package io.github.migrationconnector.commandline.internal.output;

import com.fasterxml.jackson.databind.JsonNode;

/** The upload of logs in words. */
public final class UploadText {
    private UploadText() {}

    public static String of(JsonNode state) {
        JsonNode trouble = state.path("trouble");
        Table table = new Table("by itself", state.path("automatic").asBoolean() ? "yes" : "no")
                .row("to", place(state))
                .row("every", state.path("everyMinutes").asText() + " minutes")
                .row("names of machines", state.path("hideNames").asBoolean() ? "replaced" : "as they are")
                .row("last upload", state.path("lastSuccess").asText("never"))
                .row("next", state.path("next").asText("none by itself"))
                .row("sent", state.path("sentFiles").asText() + " files")
                .row(
                        "waiting",
                        state.path("waitingFiles").asText() + " files, "
                                + state.path("waitingBytes").asText() + " bytes");
        if (!trouble.path("code").asText().isEmpty()) {
            table.row("trouble", trouble.path("code").asText())
                    .row("since", trouble.path("since").asText())
                    .row("why", trouble.path("message").asText())
                    .row("to mend it", trouble.path("fix").asText());
        }
        return table.toString();
    }

    private static String place(JsonNode state) {
        return switch (state.path("target").asText()) {
            case "DIRECTORY" -> state.path("directory").asText();
            case "S3" -> {
                String bucket = state.path("bucket").asText();
                yield bucket.isEmpty() ? "S3, the connector's own bucket" : "s3://" + bucket;
            }
            case "SFTP" ->
                "sftp://" + state.path("user").asText() + "@"
                        + state.path("host").asText() + ":" + state.path("port").asText() + " "
                        + state.path("folder").asText();
            default -> "nowhere";
        };
    }
}
