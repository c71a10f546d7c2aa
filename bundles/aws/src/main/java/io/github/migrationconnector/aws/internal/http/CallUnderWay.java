package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.problem.Problem;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A call that was handed over. Once its answer is there, nobody reads or writes its buffers any more. */
public final class CallUnderWay {
    private final HttpCall call;
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    // written on the event loop, read by whoever aborts
    private volatile Channel channel;
    private volatile Problem abortedFor;

    CallUnderWay(HttpCall call) {
        this.call = call;
    }

    HttpCall call() {
        return call;
    }

    /** The answer, whatever its status; failed with a ConnectorException when none came. */
    public CompletableFuture<HttpAnswer> answer() {
        return answer;
    }

    /** Ends it early, with that problem, unless it is over already. Its answer comes when its buffers are let go of. */
    public void abort(Problem problem) {
        abortedFor = problem;
        Channel bound = channel;
        if (bound != null) {
            bound.pipeline().fireUserEventTriggered(new Abort(this, problem));
        }
    }

    /** Binds it to a connection; answers with the problem when it was aborted before. */
    Optional<Problem> bind(Channel connection) {
        channel = connection;
        return Optional.ofNullable(abortedFor);
    }

    /** Fails it before it had a connection. */
    void failUnbound(Problem problem, Throwable cause) {
        answer.completeExceptionally(abortedFor == null ? problem.asException(cause) : abortedFor.asException(cause));
    }

    /** Told to the handler of the connection. */
    record Abort(CallUnderWay call, Problem problem) {}
}
