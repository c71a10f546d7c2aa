package io.github.migrationconnector.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets Jazzer search for inputs that a fuzz target can't bear, in a process of its own whose heap is bounded: {@code
 * -Dfuzz.seconds=N} or {@code -Dfuzz.runs=N} say how long, a few seconds without, {@code -Dfuzz.seed=N} where from. A target that takes ten seconds for one
 * input hangs. Leaves {@code target/fuzz/TARGET.log}.
 */
public final class FuzzSearch {
    private static final int SECONDS = 4;
    private static final int HANGS_SECONDS = 10;
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

    private FuzzSearch() {}

    /**
     * Searches.
     *
     * @param targets the class with the targets
     * @param target one of its methods
     * @return how many inputs were tried
     */
    public static long run(Class<?> targets, String target) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "fuzz"));
        Path found = Files.createDirectories(folder.resolve(targets.getSimpleName() + "-" + target));
        Path log = folder.resolve(target + ".log");
        Process process = new ProcessBuilder(command(targets, target, found))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = process.waitFor();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(exit).as(output).isZero();
        Matcher executed = EXECUTED.matcher(output);
        assertThat(executed.find()).as(output).isTrue();
        return Long.parseLong(executed.group(1));
    }

    private static List<String> command(Class<?> targets, String target, Path found) throws IOException {
        String runs = System.getProperty("fuzz.runs", "");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HeapWatch.HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                // so that an input does the same at each run: no threads that take work off the one that reads
                "-XX:ActiveProcessorCount=1",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--instrumentation_includes=io.github.migrationconnector.**",
                "--target_class=" + targets.getName(),
                "--target_method=" + target,
                "--reproducer_path=" + found.getParent(),
                "-artifact_prefix=" + found.getParent() + "/",
                "-timeout=" + HANGS_SECONDS,
                "-rss_limit_mb=0",
                "-print_final_stats=1",
                "-seed=" + System.getProperty("fuzz.seed", "20260104"),
                runs.isEmpty()
                        ? "-max_total_time=" + System.getProperty("fuzz.seconds", "" + SECONDS)
                        : "-runs=" + runs,
                found.toString()));
        Path kept = Path.of("src/test/resources")
                .resolve(targets.getName().replace('.', '/') + "Inputs")
                .resolve(target);
        if (Files.isDirectory(kept)) {
            command.add(kept.toString());
        }
        return command;
    }
}
