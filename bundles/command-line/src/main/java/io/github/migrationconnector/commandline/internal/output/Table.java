package io.github.migrationconnector.commandline.internal.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in columns. The last column is cut when a row would not fit; where the others alone are too wide, cells stand one
 * below the other.
 */
public final class Table {
    /** Where nobody says how wide the terminal is: room for ids and times side by side, in a window of today. */
    private static final int USUAL_WIDTH = 118;

    private static final int LEAST_WIDTH = 40;

    /** Less of a last column tells nothing. */
    private static final int LEAST_OF_THE_LAST = 10;

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
        int beforeTheLast = Arrays.stream(widths).limit(columns - 1L).sum() + (columns - 1) * GAP.length();
        // a pair of name and value is no list: its value is cut, however little of it is left
        return columns == 2 || beforeTheLast + Math.min(widths[columns - 1], LEAST_OF_THE_LAST) <= width()
                ? sideBySide(widths)
                : oneBelowTheOther();
    }

    private String sideBySide(int[] widths) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length - 1; column++) {
                String cell = clean(row.get(column));
                line.append(cell)
                        .append(" ".repeat(widths[column] - length(cell)))
                        .append(GAP);
            }
            line.append(cut(clean(row.get(widths.length - 1)), width() - length(line.toString())));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** Each row a block of lines, its first cell above the others, with their titles: nothing is lost but what is empty. */
    private String oneBelowTheOther() {
        List<String> titles = rows.get(0);
        int widest = titles.stream().skip(1).mapToInt(Table::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows.subList(1, rows.size())) {
            wrap(text, "", clean(row.get(0)));
            for (int column = 1; column < row.size(); column++) {
                String title = titles.get(column);
                String begin = GAP + title + " ".repeat(widest - length(title)) + GAP;
                if (!row.get(column).isEmpty()) {
                    wrap(text, begin, clean(row.get(column)));
                }
            }
        }
        return text.toString();
    }

    /** Writes a text behind its begin, on as many lines as it needs. */
    private static void wrap(StringBuilder text, String begin, String cell) {
        int room = Math.max(1, width() - length(begin));
        String before = begin;
        int at = 0;
        do {
            int end = cell.offsetByCodePoints(at, Math.min(room, cell.codePointCount(at, cell.length())));
            text.append(before).append(cell, at, end).append('\n');
            before = " ".repeat(length(begin));
            at = end;
        } while (at < cell.length());
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
