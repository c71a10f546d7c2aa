package io.github.migrationconnector.logupload.internal.log;

import ch.qos.logback.classic.LoggerContext;
import io.github.migrationconnector.api.log.LevelSetting;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogFile;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.api.log.LogQuery;
import io.github.migrationconnector.api.log.LogSpace;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.logupload.internal.HomeFiles;
import io.github.migrationconnector.logupload.internal.KeptSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs as logback writes them below the home. */
@Component(service = Logs.class, immediate = true, configurationPid = LogService.PID)
@Designate(ocd = LogService.Config.class)
public final class LogService implements Logs {
    static final String PID = "io.github.migrationconnector.logs";
    private static final String LEVELS = "levels";
    private static final Logger LOG = LoggerFactory.getLogger(LogService.class);
    private static final int TEND_SECONDS = 5;

    /** More than one entry in a microsecond is not written in all the time that an instance lives. */
    private static final int NUMBERS_A_MILLISECOND = 1000;

    /** Settings. */
    @ObjectClassDefinition(name = "Logs", description = "How much is written, and how much room it may take")
    public @interface Config {
        @AttributeDefinition(name = "Room", description = "MiB that all logs may take together, 20 to 100000")
        int totalMegabytes() default 200;

        @AttributeDefinition(
                name = "Kept free",
                description =
                        "When less MiB than this are free on the disk, or less than a tenth of it, the logs shrink")
        int keepFreeMegabytes() default 256;

        @AttributeDefinition(name = "Levels", description = "AREA=LEVEL or LOGGER=LEVEL, with commas between")
        String levels() default "";
    }

    private final LogDirectory directory;
    private final KeptSettings settings;
    private final LogSearch search;
    private final LogRoom room;
    private final LiveLog live;
    private final Backend backend;
    private final ScheduledExecutorService tending = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "logs-room");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Map<String, LogLevel> chosen;

    @Activate
    public LogService(BundleContext context, @Reference ConfigurationAdmin configurations, Config config) {
        this(
                HomeFiles.of(context),
                new KeptSettings(configurations, HomeFiles.of(context).conf(), PID),
                (LoggerContext) LoggerFactory.getILoggerFactory(),
                config);
    }

    LogService(HomeFiles home, KeptSettings settings, LoggerContext logback, Config config) {
        this.directory = new LogDirectory(home.log());
        this.settings = settings;
        this.search = new LogSearch(directory);
        this.room = new LogRoom(directory, bounds(config), LogRoom.freeAt(home.log()));
        this.live = new LiveLog(Clock.systemUTC().millis() * NUMBERS_A_MILLISECOND);
        this.backend = new Backend(logback);
        backend.listen(live);
        choose(config);
        // tend catches its own failures, and close() ends it
        ScheduledFuture<?> unused =
                tending.scheduleWithFixedDelay(this::tend, TEND_SECONDS, TEND_SECONDS, TimeUnit.SECONDS);
    }

    @Modified
    void modified(Config config) {
        room.bounds(bounds(config));
        choose(config);
    }

    @Deactivate
    void close() {
        tending.shutdownNow();
        live.close();
        backend.close();
    }

    private void choose(Config config) {
        use(LevelWords.read(config.levels()));
    }

    private LogRoom.Bounds bounds(Config config) {
        Path place = directory.path();
        long total = Math.max(20, Math.min(100_000, config.totalMegabytes()));
        return LogRoom.on(place, total << 20, (long) Math.max(0, config.keepFreeMegabytes()) << 20);
    }

    private void tend() {
        try {
            room.tend();
        } catch (RuntimeException e) {
            LOG.warn("The logs' room can't be looked after", e);
        }
    }

    @Override
    public List<LogFile> files() {
        return directory.files();
    }

    @Override
    public LogSpace space() {
        return room.space();
    }

    @Override
    public List<LogEntry> find(LogQuery query) {
        return search.find(query);
    }

    @Override
    public long latest() {
        return live.latest();
    }

    @Override
    public List<LogEntry> after(long number, Duration wait) throws InterruptedException {
        return live.after(number, LiveLog.bounded(wait));
    }

    @Override
    public List<LevelSetting> levels() {
        List<LevelSetting> levels = new ArrayList<>();
        synchronized (backend) {
            Map<String, LogLevel> set = chosen;
            for (LogArea area : LogArea.values()) {
                levels.add(new LevelSetting(area.word(), backend.level(area), set.containsKey(area.word())));
            }
            set.keySet().stream()
                    .filter(name -> LogArea.of(name).isEmpty())
                    .forEach(name -> levels.add(new LevelSetting(name, backend.level(name), true)));
        }
        return List.copyOf(levels);
    }

    @Override
    public synchronized void setLevel(String name, LogLevel level) {
        LevelWords.require(name, level);
        Map<String, LogLevel> changed = new TreeMap<>(chosen);
        changed.put(name, level);
        keep(changed);
    }

    @Override
    public synchronized void resetLevel(String name) {
        Map<String, LogLevel> changed = new TreeMap<>(chosen);
        changed.remove(name);
        keep(changed);
    }

    private void keep(Map<String, LogLevel> changed) {
        settings.change(Map.of(LEVELS, LevelWords.write(changed)));
        // Config Admin tells it too, a moment later
        use(changed);
    }

    /** Config Admin's thread comes here too: not by the lock that is held while it is told of a change. */
    private void use(Map<String, LogLevel> levels) {
        synchronized (backend) {
            chosen = levels;
            backend.apply(levels);
        }
    }
}
