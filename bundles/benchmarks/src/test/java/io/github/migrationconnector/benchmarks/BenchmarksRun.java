package io.github.migrationconnector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks whose names fit {@code -Dbenchmark=REGEX}, all without; leaves {@code target/benchmarks.json}. */
class BenchmarksRun {
    @Test
    void runs() throws Exception {
        Path results = Files.createDirectories(Path.of("target")).resolve("benchmarks.json");
        Options options = new OptionsBuilder()
                .include(System.getProperty("benchmark", ".*"))
                .jvmArgs("-Xmx512m", "-XX:+UseSerialGC")
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(results.toString())
                .build();
        assertThat(new Runner(options).run()).isNotEmpty();
    }
}
