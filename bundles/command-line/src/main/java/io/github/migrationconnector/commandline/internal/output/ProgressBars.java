package io.github.migrationconnector.commandline.internal.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run's progress on standard error: bars that are drawn over on a terminal, otherwise a line at each phase and at each
 * tenth of a disk.
 */
public final class ProgressBars {
    private static final int BAR = 30;
    private static final int LABEL = 14;
    private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";

    private final Terminal terminal;
    private int drawn;
    private List<String> lastLines = List.of();

    public ProgressBars(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Shows how far a run is. */
    public void show(JsonNode run) {
        List<String> lines = new ArrayList<>();
        lines.add(run.path("id").asText() + "  " + run.path("state").asText() + "  "
                + run.path("phase").asText());
        run.path("disks").forEach(disk -> lines.add(terminal.interactive() ? bar(disk) : tenth(disk)));
        if (terminal.interactive()) {
            terminal.err().print(UP_AND_CLEAR.repeat(drawn));
            lines.forEach(terminal.err()::println);
            drawn = lines.size();
        } else {
            lines.stream().filter(line -> !lastLines.contains(line)).forEach(terminal.err()::println);
        }
        terminal.err().flush();
        lastLines = List.copyOf(lines);
    }

    private static long percent(JsonNode progress) {
        if (progress.path("stage").asText().equals("DONE")) {
            return 100;
        }
        long scope = progress.path("blocksInScope").asLong();
        return scope <= 0 ? 0 : Math.min(100, 100 * progress.path("blocksDone").asLong() / scope);
    }

    private static String bar(JsonNode disk) {
        long percent = percent(disk.path("progress"));
        int full = (int) (BAR * percent / 100);
        return String.format(
                Locale.ROOT,
                "  %-" + LABEL + "." + LABEL + "s [%s%s] %3d%%  %s",
                Table.clean(disk.path("label").asText()),
                "#".repeat(full),
                ".".repeat(BAR - full),
                percent,
                details(disk));
    }

    private static String tenth(JsonNode disk) {
        long percent = percent(disk.path("progress"));
        boolean done = percent == 100;
        return "  " + Table.clean(disk.path("label").asText()) + " " + (percent - percent % 10) + "%"
                + (done ? "  " + details(disk) : "");
    }

    private static String details(JsonNode disk) {
        JsonNode progress = disk.path("progress");
        return progress.path("stage").asText().toLowerCase(Locale.ROOT) + ", put "
                + Sizes.of(progress.path("bytesPut").asLong()) + " in "
                + progress.path("blocksPut").asText()
                + " blocks, " + progress.path("blocksZero").asText() + " zero, "
                + progress.path("blocksUnchanged").asText() + " unchanged";
    }
}
