package io.github.migrationconnector.vsphere.internal.disk;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;

/** One request and its answer, on a connection. Called by the connection's thread. */
interface FileExchange {
    HttpRequest request();

    /** The answer's head; a problem ends the exchange, and the connection with it. */
    Optional<FileProblem> head(HttpResponse head);

    /** Bytes of the answer; the exchange releases them. A problem ends the exchange. */
    Optional<FileProblem> bytes(ByteBuf bytes);

    /** The answer is whole. */
    void end();

    /** There will be no more of it. */
    void failed(FileProblem problem);

    /** Whether its maker has lost interest. */
    boolean abandoned();
}
