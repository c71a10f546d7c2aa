package io.github.migrationconnector.access.internal.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The openssl program in a directory: it shares no code with what is tested. */
public final class OpenSsl {
    private static final int LIMIT_SECONDS = 30;

    private final Path directory;

    public OpenSsl(Path directory) {
        this.directory = directory;
    }

    /** An authority {@code root}, one under it {@code middle}, and a server's certificate with its key, under that. */
    public static OpenSsl withChain(Path directory) throws IOException, InterruptedException {
        OpenSsl openssl = new OpenSsl(directory);
        Files.writeString(
                directory.resolve("ca.ext"), "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
        Files.writeString(
                directory.resolve("server.ext"), "subjectAltName=DNS:connector.example\nextendedKeyUsage=serverAuth\n");
        openssl.run(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -days 30"
                        + " -subj /CN=Root -addext keyUsage=critical,keyCertSign");
        openssl.run("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout middle.key -out middle.csr"
                + " -subj /CN=Middle");
        openssl.sign("middle.csr", "root", "ca.ext", "middle.pem");
        openssl.run("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=connector.example");
        openssl.sign("server.csr", "middle", "server.ext", "server.pem");
        return openssl;
    }

    public void sign(String request, String issuer, String extensions, String out)
            throws IOException, InterruptedException {
        run("x509 -req -in " + request + " -CA " + issuer + ".pem -CAkey " + issuer + ".key -CAcreateserial -days 20"
                + " -sha256 -extfile " + extensions + " -out " + out);
    }

    public String run(String line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(line.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(line + ": " + said).isZero();
        return said;
    }

    public String text(String... files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(Files.readString(directory.resolve(file)));
        }
        return text.toString();
    }

    public byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(directory.resolve(file));
    }
}
