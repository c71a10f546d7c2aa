package io.github.migrationconnector.itest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A daemon in a process of its own, started as a user starts it. */
public final class DaemonProcess {
    private static final Pattern ANNOUNCED =
            Pattern.compile("connector \\S+ answers at https://[^:]+:(\\d+)/ \\(certificate SHA-256 ([0-9A-F:]+)\\)");

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Path home;
    private final Path output;
    private final Process process;

    private DaemonProcess(Path home, Path output, Process process) {
        this.home = home;
        this.output = output;
        this.process = process;
    }

    /** Starts one on a free port of the loopback address, and waits until it says where it answers. */
    static DaemonProcess start(Path home) throws IOException, InterruptedException {
        return start(home, "");
    }

    /** The same with options for its JVM. */
    public static DaemonProcess start(Path home, String javaOptions) throws IOException, InterruptedException {
        Path output = Files.createTempFile("daemon", ".out");
        ProcessBuilder command = new ProcessBuilder(List.of(
                        Installed.directory().resolve("bin/connector").toString(),
                        "run",
                        "--home",
                        home.toString(),
                        "--https-port",
                        "0",
                        "--bind",
                        "127.0.0.1"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().put("CONNECTOR_JAVA_OPTIONS", javaOptions);
        Process process = command.start();
        DaemonProcess daemon = new DaemonProcess(home, output, process);
        try {
            daemon.awaitAnnouncement();
        } catch (IllegalStateException e) {
            daemon.close();
            throw e;
        }
        return daemon;
    }

    private void awaitAnnouncement() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!ANNOUNCED.matcher(output()).find()) {
            if (process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IllegalStateException("the daemon did not start; it wrote: " + output());
            }
        }
    }

    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    public int port() throws IOException {
        return Integer.parseInt(announced().group(1));
    }

    String fingerprint() throws IOException {
        return announced().group(2);
    }

    private Matcher announced() throws IOException {
        Matcher matcher = ANNOUNCED.matcher(output());
        if (!matcher.find()) {
            throw new IllegalStateException("not announced: " + output());
        }
        return matcher;
    }

    /** Of the Java process, which the script waits for. */
    public long pid() {
        return process.children().findFirst().orElseThrow().pid();
    }

    /** Asks for a page, trusting the home's certificate alone. */
    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException, GeneralSecurityException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpClient client() throws IOException, GeneralSecurityException {
        return HttpClient.newBuilder()
                .sslContext(trusting(home.resolve("tls/certificate.pem")))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            trusted.setCertificateEntry(
                    "connector", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** SIGTERM, as a service manager ends it; the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the daemon did not stop");
        }
        return process.exitValue();
    }

    /** SIGKILL, at once for script and daemon. */
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** Ends it for certain. */
    public void close() throws IOException, InterruptedException {
        kill();
        Files.deleteIfExists(output);
    }
}
