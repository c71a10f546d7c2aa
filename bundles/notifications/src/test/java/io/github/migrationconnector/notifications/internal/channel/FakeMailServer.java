package io.github.migrationconnector.notifications.internal.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A mail server that says what a test wants to hear, and remembers what it was told, and whether over TLS. */
final class FakeMailServer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Map<String, String> answers = Collections.synchronizedMap(new TreeMap<>());
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private final MailCertificate certificate = new MailCertificate();
    private volatile boolean tls;

    FakeMailServer() throws Exception {
        Thread thread = new Thread(() -> {
            while (!listening.isClosed()) {
                try (Socket client = listening.accept()) {
                    serve(client, tls ? certificate.secured(client) : client, tls ? "tls: " : "clear: ", true);
                } catch (Exception over) {
                    // the client has gone
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Says what to answer to a command that begins so; {@code greeting} for the first line of all. */
    FakeMailServer on(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Each line, with how it came in front. */
    List<String> told() {
        return List.copyOf(told);
    }

    private String answer(String line, String otherwise) {
        return answers.entrySet().stream()
                .filter(each -> line.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    /** TLS from the first byte on. */
    FakeMailServer withTls() {
        tls = true;
        return this;
    }

    private void serve(Socket first, Socket current, String how, boolean greets) throws Exception {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(current.getInputStream(), StandardCharsets.ISO_8859_1));
        if (greets) {
            say(current, answer("greeting", "220 here"));
        }
        boolean text = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            told.add(how + line);
            if (text) {
                text = !line.equals(".");
                if (!text) {
                    say(current, answer(".", "250 taken"));
                }
                continue;
            }
            String answer = answer(line, "250 ok");
            say(current, answer);
            if (line.startsWith("STARTTLS") && answer.startsWith("220")) {
                serve(first, certificate.secured(first), "tls: ", false);
                return;
            }
            text = line.equals("DATA") && answer.startsWith("354");
        }
    }

    private static void say(Socket client, String lines) throws IOException {
        client.getOutputStream().write((lines.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    /** The fingerprint of its certificate. */
    String sha256() throws Exception {
        return certificate.sha256();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
