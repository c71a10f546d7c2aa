package io.github.migrationconnector.logupload.internal.log;

import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.api.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chosen levels as a text of settings: {@code replication=DEBUG, io.netty=INFO}. */
final class LevelWords {
    private static final String NAME = "[A-Za-z][\\w.$-]{0,199}";
    private static final int MOST = 100;

    /** Libraries that write whole requests, with what is secret in them, below INFO. The log's filter holds them too. */
    private static final List<String> TALKATIVE = List.of(
            "com.vmware",
            "software.amazon.awssdk",
            "io.netty",
            "org.apache.http",
            "org.eclipse.jetty",
            "com.jcraft.jsch",
            "org.postgresql",
            "org.jdbi");

    private LevelWords() {}

    /** What is not understood in the text is left out: a wrong word in a file is no reason to write no log. */
    static Map<String, LogLevel> read(String text) {
        Map<String, LogLevel> chosen = new TreeMap<>();
        for (String part : text.split(",", MOST)) {
            String[] words = part.strip().split("\\s*=\\s*", 2);
            Stream.of(LogLevel.values())
                    .filter(level -> words.length == 2 && level.name().equals(words[1]) && words[0].matches(NAME))
                    .filter(level -> !refused(words[0], level))
                    .forEach(level -> chosen.put(words[0], level));
        }
        return chosen;
    }

    static String write(Map<String, LogLevel> chosen) {
        return chosen.entrySet().stream()
                .map(level -> level.getKey() + "=" + level.getValue())
                .collect(Collectors.joining(", "));
    }

    static void require(String name, LogLevel level) {
        if (!name.matches(NAME)) {
            throw Problem.fatal(
                            "LOG_LEVEL_REFUSED",
                            "There is no area and no logger of that name.",
                            "Name connector, set-up, replication, upgrade, access, or a logger such as"
                                    + " io.github.migrationconnector.vsphere.")
                    .asException();
        }
        if (refused(name, level)) {
            throw Problem.fatal(
                            "LOG_LEVEL_REFUSED",
                            name + " writes whole requests below INFO, and with them passwords.",
                            "Set it to INFO or above.")
                    .asException();
        }
    }

    private static boolean refused(String name, LogLevel level) {
        return !level.matters(LogLevel.INFO) && TALKATIVE.stream().anyMatch(name::startsWith);
    }
}
