package io.github.migrationconnector.notifications.internal.channel;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A proxy that lets everything through, and remembers what it was asked. */
final class PlainProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());

    PlainProxy() throws IOException {
        start(() -> {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                start(() -> serve(client));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // the test is over, or one side is
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = client.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        heads.add(head.toString());
        String[] target =
                head.substring("CONNECT ".length(), head.indexOf(" HTTP")).split(":", 2);
        Socket server = new Socket(target[0], Integer.parseInt(target[1]));
        client.getOutputStream().write("HTTP/1.1 200 go on\r\nVia: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        start(() -> server.getInputStream().transferTo(client.getOutputStream()));
        in.transferTo(server.getOutputStream());
    }

    int port() {
        return listening.getLocalPort();
    }

    List<String> heads() {
        return heads;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
