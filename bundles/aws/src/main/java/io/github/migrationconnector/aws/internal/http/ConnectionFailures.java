package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.failure.Problems;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells failures of connections apart. */
public final class ConnectionFailures {
    private static final int DEEPEST_CAUSE = 20;
    private static final List<Class<? extends Throwable>> DISTRUST =
            List.of(CertificateException.class, CertPathValidatorException.class, SSLPeerUnverifiedException.class);
    private static final List<Class<? extends Throwable>> NO_WAY = List.of(
            UnknownHostException.class,
            ConnectTimeoutException.class,
            ConnectException.class,
            NoRouteToHostException.class);
    private static final List<Class<? extends Throwable>> TOO_LATE =
            List.of(SslHandshakeTimeoutException.class, SocketTimeoutException.class, TimeoutException.class);
    private static final List<Class<? extends Throwable>> NONSENSE =
            List.of(NotSslRecordException.class, TooLongFrameException.class);

    private ConnectionFailures() {}

    /** The problem behind a failure of a connection to {@code where}. */
    public static Problem problem(String where, Throwable failure) {
        Optional<Throwable> told = cause(failure, List.of(ConnectorException.class));
        if (told.isPresent()) {
            return ((ConnectorException) told.get()).problem();
        }
        Optional<Throwable> distrust = cause(failure, DISTRUST);
        if (distrust.isPresent()) {
            return Problems.untrusted(where, distrust.get());
        }
        Optional<Throwable> noWay = cause(failure, NO_WAY);
        if (noWay.isPresent()) {
            return Problems.unreachable(where, noWay.get());
        }
        if (cause(failure, TOO_LATE).isPresent()) {
            return Problems.timedOut(where, failure.toString());
        }
        Optional<Throwable> nonsense = cause(failure, NONSENSE);
        if (nonsense.isPresent()) {
            return Problems.badAnswer(where, nonsense.get().toString());
        }
        return Problems.connectionLost(where, failure);
    }

    private static Optional<Throwable> cause(Throwable failure, List<Class<? extends Throwable>> kinds) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(cause -> kinds.stream().anyMatch(kind -> kind.isInstance(cause)))
                .findFirst();
    }
}
