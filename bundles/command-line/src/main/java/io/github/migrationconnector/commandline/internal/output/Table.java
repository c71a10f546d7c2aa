package io.github.migrationconnector.commandline.internal.output;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns. The last column is cut when a row would not fit. */
public final class Table {
    /** Where nobody says how wide the terminal is: room for ids and times side by side, in a window of today. */
    private static final int USUAL_WIDTH = 118;

    private static final int LEAST_WIDTH = 40;

    /** Set by {@code bin/connector}. */
    private static final String COLUMNS = "connector.columns";

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... titles) {
        rows.add(List.of(titles));
    }

    /** Adds a row of as many cells as there are titles. */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + rows.get(0));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, with a line end behind each. */
    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], length(clean(row.get(column))));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns - 1; column++) {
                String cell = clean(row.get(column));
                line.append(cell)
                        .append(" ".repeat(widths[column] - length(cell)))
                        .append(GAP);
            }
            line.append(cut(clean(row.get(columns - 1)), width() - length(line.toString())));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** How wide a line may be. */
    static int width() {
        return Math.max(LEAST_WIDTH, Integer.getInteger(COLUMNS, USUAL_WIDTH));
    }

    /** A name may hold what a terminal would obey. */
    static String clean(String cell) {
        return cell.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(String text, int room) {
        if (length(text) <= Math.max(room, 1)) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(room, 1) - 1)) + "…";
    }
}
