package io.github.migrationconnector.commandline.internal.output;

import com.fasterxml.jackson.databind.JsonNode;

/** An entry of the log in words. */
public final class LogText {
    private LogText() {}

    /** One line, and its stack trace below. Names and messages of others can't move the terminal's cursor. */
    public static String line(JsonNode entry) {
        StringBuilder line = new StringBuilder()
                .append(entry.path("time").asText())
                .append(String.format(" %-5s ", entry.path("level").asText()))
                .append(entry.path("area").asText())
                .append(' ');
        String run = entry.path("run").asText();
        if (!run.isEmpty()) {
            line.append('[').append(run).append("] ");
        }
        line.append(entry.path("logger").asText().replaceAll(".*\\.", ""))
                .append(": ")
                .append(entry.path("message").asText().replaceAll("\\R", " | "))
                .append('\n');
        entry.path("error").asText().lines().forEach(each -> line.append("    ")
                .append(each)
                .append('\n'));
        return line.toString().replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
    }
}
