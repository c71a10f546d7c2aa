package io.github.migrationconnector.connectivity.internal;

import java.io.IOException;
import java.net.Socket;

/** What the steps do with sockets. */
final class Sockets {
    private Sockets() {}

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // it was of no use already
        }
    }

    /** What an exception says, or its kind when it says nothing. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
