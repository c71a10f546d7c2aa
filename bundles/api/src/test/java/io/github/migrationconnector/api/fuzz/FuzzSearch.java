package io.github.migrationconnector.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.source.StrictSink;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets Jazzer search for inputs that a fuzz target can't bear, in a process of its own whose heap is bounded: {@code
 * -Dfuzz.seconds=N} or {@code -Dfuzz.runs=N} say how long, ten thousand executions without, {@code -Dfuzz.seed=N} where from.
 * A target that takes ten seconds for one input hangs. Leaves {@code target/fuzz/TARGET.log}.
 */
public final class FuzzSearch {
    private static final String RUNS = "fuzz.runs";
    private static final String SECONDS = "fuzz.seconds";

    /** Some seconds; counted in executions, since on a busy machine seconds go by before the first one. */
    private static final long USUAL_RUNS = 10_000;

    private static final int HANGS_SECONDS = 10;
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

    private static final String CLASS = ".class";

    private FuzzSearch() {}

    /**
     * Searches.
     *
     * @param targets the class with the targets
     * @param target one of its methods
     * @param options more of Jazzer's
     * @return how many inputs were tried
     */
    public static long run(Class<?> targets, String target, String... options) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "fuzz"));
        Path found = Files.createDirectories(folder.resolve(targets.getSimpleName() + "-" + target));
        Path log = folder.resolve(target + ".log");
        Process process = new ProcessBuilder(command(targets, target, found, options))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = process.waitFor();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(exit).as(output).isZero();
        Matcher executed = EXECUTED.matcher(output);
        assertThat(executed.find()).as(output).isTrue();
        long executions = Long.parseLong(executed.group(1));
        assertThat(executions).as("executions, of those that were wanted").isGreaterThanOrEqualTo(wantedRuns());
        return executions;
    }

    /** How many executions there must be; 0 when seconds decide. */
    private static long wantedRuns() {
        return Long.getLong(RUNS, System.getProperty(SECONDS) == null ? USUAL_RUNS : 0);
    }

    /**
     * The targets and what they hold the parsers to: nothing is to be searched for in them, and a loop over a canary would be
     * counted byte by byte.
     */
    private static String excluded(Class<?> targets) throws IOException {
        String tests = targets.getPackageName() + ".";
        Path folder = Path.of("target", "test-classes")
                .resolve(targets.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return Stream.concat(
                            Stream.of(FuzzSearch.class.getPackageName() + ".**", StrictSink.class.getName()),
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(CLASS))
                                    .map(name -> tests + name.substring(0, name.length() - CLASS.length())))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static List<String> command(Class<?> targets, String target, Path found, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HeapWatch.HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                // so that an input does the same at each run: no threads that take work off the one that reads
                "-XX:ActiveProcessorCount=1",
                // a refusal costs a walk over the stack, most of which is what starts the target
                "-XX:MaxJavaStackTraceDepth=16",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--instrumentation_includes=io.github.migrationconnector.**",
                "--instrumentation_excludes=" + excluded(targets),
                // steps through a regular expression from outside, which takes longer than the parsers do
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks",
                "--target_class=" + targets.getName(),
                "--target_method=" + target,
                "--reproducer_path=" + found.getParent(),
                "-artifact_prefix=" + found.getParent() + "/",
                "-timeout=" + HANGS_SECONDS,
                "-rss_limit_mb=0",
                "-print_final_stats=1",
                "-seed=" + System.getProperty("fuzz.seed", "20260104"),
                // -1 and 0 are no end; without a word the target's own bound would count, which is for another way to
                // run it
                "-runs=" + (wantedRuns() == 0 ? "-1" : "" + wantedRuns()),
                "-max_total_time=" + System.getProperty(SECONDS, "0"),
                found.toString()));
        command.addAll(List.of(options));
        Path kept = Path.of("src/test/resources")
                .resolve(targets.getName().replace('.', '/') + "Inputs")
                .resolve(target);
        if (Files.isDirectory(kept)) {
            command.add(kept.toString());
        }
        return command;
    }
}
