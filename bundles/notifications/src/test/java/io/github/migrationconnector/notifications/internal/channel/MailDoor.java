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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A door before a mail server that has neither STARTTLS nor refuses any receiver: it adds both, and passes on the rest. */
final class MailDoor implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final MailCertificate certificate = new MailCertificate();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final List<String> clear = Collections.synchronizedList(new ArrayList<>());

    /** A door before a server on this machine. */
    MailDoor(int behind) throws Exception {
        Thread thread = new Thread(() -> {
            while (!listening.isClosed()) {
                try (Socket client = listening.accept();
                        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                    serve(new Side(client), new Side(server));
                } catch (Exception over) {
                    // one of them has gone
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    String sha256() throws Exception {
        return certificate.sha256();
    }

    /** A receiver is answered so; an empty answer lets it in again. */
    void refuse(String address, String answer) {
        if (answer.isEmpty()) {
            refusals.remove(address);
        } else {
            refusals.put(address, answer);
        }
    }

    /** The lines that everybody on the way could read. */
    List<String> clear() {
        return List.copyOf(clear);
    }

    /** One end of a connection. */
    private record Side(Socket socket, BufferedReader in) {
        Side(Socket socket) throws IOException {
            this(
                    socket,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)));
        }

        void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** A whole answer. */
        List<String> answer() throws IOException {
            List<String> lines = new ArrayList<>();
            do {
                lines.add(in.readLine());
            } while (lines.get(lines.size() - 1).startsWith("-", 3));
            return lines;
        }
    }

    private void serve(Side first, Side server) throws Exception {
        Side client = first;
        boolean secret = false;
        for (String line : server.answer()) {
            client.say(line);
        }
        for (String line = client.in().readLine();
                line != null;
                line = client.in().readLine()) {
            if (!secret) {
                clear.add(line);
            }
            Optional<String> refusal = refusal(line);
            if (refusal.isPresent()) {
                client.say(refusal.get());
            } else if (line.equals("STARTTLS")) {
                client.say("220 go on");
                client = new Side(certificate.secured(first.socket()));
                secret = true;
            } else {
                pass(line, client, server, !secret);
            }
        }
    }

    private Optional<String> refusal(String line) {
        return refusals.entrySet().stream()
                .filter(each -> line.startsWith("RCPT TO:<" + each.getKey() + ">"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static void pass(String command, Side client, Side server, boolean offers) throws IOException {
        server.say(command);
        List<String> answer = server.answer();
        if (command.startsWith("EHLO") && offers) {
            client.say("250-STARTTLS");
        }
        for (String line : answer) {
            client.say(line);
        }
        if (command.equals("DATA") && answer.get(0).startsWith("354")) {
            String line;
            do {
                line = client.in().readLine();
                server.say(line);
            } while (!line.equals("."));
            for (String taken : server.answer()) {
                client.say(taken);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
