package io.github.migrationconnector.networking.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Whether a name server answers: asked for the root's name servers (RFC 1035, section 4.1; RFC 1034, section 4.2). */
class NameServerProbe {
    private static final int PORT = 53;
    private static final int LIMIT_MILLIS = 2_000;
    private static final int TRIES = 2;
    private static final int LONGEST_ANSWER = 512;
    private static final int HEADER = 12;
    private static final short RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x80;
    private static final short TYPE_NS = 2;
    private static final short CLASS_IN = 1;

    private final SecureRandom random = new SecureRandom();

    /**
     * @param address as text; never a name
     */
    boolean answers(String address) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(InetAddress.getByName(address), PORT);
            for (int tried = 0; tried < TRIES; tried++) {
                if (asked(socket)) {
                    return true;
                }
            }
            return false;
        } catch (IOException silent) {
            return false;
        }
    }

    private boolean asked(DatagramSocket socket) throws IOException {
        short id = (short) random.nextInt();
        byte[] question = ByteBuffer.allocate(HEADER + 5)
                .putShort(id)
                .putShort(RECURSION_DESIRED)
                .putShort((short) 1)
                .position(HEADER)
                .put((byte) 0)
                .putShort(TYPE_NS)
                .putShort(CLASS_IN)
                .array();
        socket.send(new DatagramPacket(question, question.length));
        DatagramPacket answer = new DatagramPacket(new byte[LONGEST_ANSWER], LONGEST_ANSWER);
        try {
            socket.receive(answer);
        } catch (java.net.SocketTimeoutException silent) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(answer.getData());
        return answer.getLength() >= HEADER && header.getShort() == id && (header.get() & RESPONSE) != 0;
    }
}
