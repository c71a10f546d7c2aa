package io.github.migrationconnector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running lab. It ends when it is closed, and by itself when this JVM dies. */
public final class Lab implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 20;
    private static final int TAIL_LINES = 20;

    private final Process process;
    private final LabControl control;
    private final LabAws aws;
    private final LabVcenterEndpoint vcenterEndpoint;

    private Lab(Process process, JsonNode endpoints) {
        this.process = process;
        this.control = new LabControl(URI.create(endpoints.path("control").asText()));
        this.aws = LabAws.of(endpoints.path("aws"));
        this.vcenterEndpoint = LabVcenterEndpoint.of(endpoints.path("vcenter"));
    }

    /**
     * Starts a lab on free ports.
     *
     * @param directory where it keeps its data and its log; made when missing
     */
    public static Lab start(Path directory) {
        LabPrerequisites found = LabPrerequisites.find(System.getenv(), Path.of(""));
        try {
            Files.createDirectories(directory);
            Path errors = directory.resolve("lab-error.log");
            Process process = new ProcessBuilder(command(found, directory.toAbsolutePath()))
                    .redirectError(errors.toFile())
                    .start();
            try {
                return new Lab(process, new ObjectMapper().readTree(firstLine(process)));
            } catch (IOException | TimeoutException e) {
                process.destroy();
                throw new AssertionError(
                        "the lab did not start: " + tail(errors) + tail(directory.resolve("lab.log")), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the lab can't be started", e);
        }
    }

    private static List<String> command(LabPrerequisites found, Path directory) {
        List<String> command = new ArrayList<>(List.of(
                found.binary().toString(),
                "serve",
                "--dir",
                directory.toString(),
                "--parent-pid",
                Long.toString(ProcessHandle.current().pid()),
                "--moto-python",
                found.python().toString()));
        found.policy().ifPresent(policy -> command.addAll(List.of("--connector-policy", policy.toString())));
        return command;
    }

    /** The endpoints; the lab prints nothing else there, so its pipe can't fill afterwards. */
    private static String firstLine(Process process) throws IOException, TimeoutException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        line.complete(output.readLine());
                    } catch (IOException e) {
                        line.completeExceptionally(e);
                    }
                },
                "lab-endpoints");
        reader.setDaemon(true);
        reader.start();
        try {
            String endpoints = line.get(START_SECONDS, TimeUnit.SECONDS);
            if (endpoints == null) {
                throw new IOException("it ended with " + process.waitFor());
            }
            return endpoints;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        List<String> lines = Files.readAllLines(log);
        return "\n" + log + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    public LabControl control() {
        return control;
    }

    public LabAws aws() {
        return aws;
    }

    public LabVcenterEndpoint vcenterEndpoint() {
        return vcenterEndpoint;
    }

    public LabFaults faults() {
        return new LabFaults(control);
    }

    public LabEbs ebs() {
        return new LabEbs(control);
    }

    public LabVcenter vcenter() {
        return new LabVcenter(control);
    }

    /** Ends it, moto with it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the lab did not end within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
