package io.github.migrationconnector.consolemenu.internal.desk;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a terminal. */
final class Wrapped {
    private Wrapped() {}

    /** Lines of at most that many characters, cut at spaces where there are some; later ones keep the first one's indent. */
    static List<String> lines(String text, int width) {
        String rest = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?").stripTrailing();
        String indent = " ".repeat(Math.min(rest.length() - rest.stripLeading().length(), width / 2));
        List<String> lines = new ArrayList<>();
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int cut = space > indent.length() ? space : width;
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = indent + rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
