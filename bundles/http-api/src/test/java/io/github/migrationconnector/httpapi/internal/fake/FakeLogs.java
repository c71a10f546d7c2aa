package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.log.LevelSetting;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogFile;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.api.log.LogQuery;
import io.github.migrationconnector.api.log.LogSpace;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.support.SupportBundles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Two entries, levels that are remembered, and a support bundle of a few letters. */
public final class FakeLogs implements Logs, SupportBundles {
    public final Map<String, LogLevel> chosen = new TreeMap<>();
    private final List<LogEntry> entries = List.of(entry(1, LogLevel.INFO, "began"), entry(2, LogLevel.ERROR, "broke"));

    private static LogEntry entry(long number, LogLevel level, String message) {
        return new LogEntry(
                number,
                Instant.ofEpochSecond(number),
                level,
                LogArea.REPLICATION,
                "a.B",
                "main",
                message,
                new LogEntry.Work("sms-run-1", "sms-job-1", "vm-1"),
                "");
    }

    @Override
    public List<LogFile> files() {
        return List.of(new LogFile("replication.log", LogArea.REPLICATION, 10, Instant.EPOCH, true));
    }

    @Override
    public LogSpace space() {
        return new LogSpace(10, 100, 1000, false);
    }

    @Override
    public List<LogEntry> find(LogQuery query) {
        return entries.stream().filter(query::finds).limit(query.most()).toList();
    }

    @Override
    public long latest() {
        return 0;
    }

    @Override
    public List<LogEntry> after(long number, Duration wait) {
        return entries.stream().filter(entry -> entry.number() > number).toList();
    }

    @Override
    public List<LevelSetting> levels() {
        return Stream.of(LogArea.values())
                .map(area -> new LevelSetting(
                        area.word(), chosen.getOrDefault(area.word(), LogLevel.INFO), chosen.containsKey(area.word())))
                .toList();
    }

    @Override
    public void setLevel(String name, LogLevel level) {
        chosen.put(name, level);
    }

    @Override
    public void resetLevel(String name) {
        chosen.remove(name);
    }

    @Override
    public void write(boolean hideNames, OutputStream target) throws IOException {
        target.write(("PK hidden=" + hideNames).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String fileName() {
        return "connector-support-1.zip";
    }
}
