package io.github.migrationconnector.replication.internal.store;

import java.util.List;

/** Texts of one line each in one column, a line for each. */
final class ListText {
    private ListText() {}

    /** What would end a line within a text is written as a space. */
    static String of(List<String> texts) {
        StringBuilder column = new StringBuilder();
        texts.forEach(text -> column.append(text.replaceAll("\\R", " ")).append('\n'));
        return column.toString();
    }

    static List<String> parse(String column) {
        return column.lines().toList();
    }
}
