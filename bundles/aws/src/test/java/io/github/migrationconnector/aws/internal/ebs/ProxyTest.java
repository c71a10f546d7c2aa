package io.github.migrationconnector.aws.internal.ebs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.aws.internal.fake.Tinyproxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ways to AWS, the SDK's and the one of blocks, through a real proxy with a login. */
class ProxyTest extends EbsLabTest {
    @TempDir
    Path directory;

    private EbsRig by(ProxySettings proxy) {
        AwsEndpoints direct = connection.endpoints();
        connection.use(new AwsEndpoints(direct.region(), direct.endpoints(), direct.caBundle(), proxy));
        return new EbsRig(connection, InstantSource.system());
    }

    private static long tunnels(Tinyproxy proxy) {
        return proxy.log()
                .lines()
                .filter(line -> line.contains("CONNECT 127.0.0.1:"))
                .count();
    }

    @Test
    void carriesCallsAndBlocksWithTheLogin() throws Exception {
        try (Tinyproxy proxy = new Tinyproxy(directory);
                EbsRig rig = by(proxy.settings(Tinyproxy.USER, Tinyproxy.PASSWORD))) {
            SnapshotWriter writer = rig.snapshots().start(full());
            assertThat(tunnels(proxy)).as("the SDK's").isEqualTo(1);
            put(writer, 0).get(SECONDS, TimeUnit.SECONDS);
            put(writer, 1).get(SECONDS, TimeUnit.SECONDS);
            assertThat(tunnels(proxy)).as("that of the blocks").isEqualTo(2);
            retried(() -> {
                writer.complete(2, checksum(0, 1));
                return true;
            });
            writer.close();
            assertThat(tunnels(proxy)).as("connections are kept").isLessThanOrEqualTo(3);
        }
    }

    @Test
    void tellsThatTheLoginIsWrongOrMissing() throws Exception {
        String id;
        try (SnapshotWriter writer = rig.snapshots().start(full())) {
            id = writer.snapshot().snapshotId();
        }
        try (Tinyproxy proxy = new Tinyproxy(directory)) {
            for (ProxySettings wrong :
                    new ProxySettings[] {proxy.settings(Tinyproxy.USER, "n0t-the-password"), proxy.settings("", "")}) {
                try (EbsRig refused = by(wrong);
                        SnapshotWriter again = refused.snapshots().reopen(new OpenSnapshot(id, 524_288, false))) {
                    for (Problem problem :
                            new Problem[] {failure(() -> refused.snapshots().state(id)), failure(put(again, 0))}) {
                        assertThat(problem.code()).isEqualTo("PROXY_LOGIN_REFUSED");
                        assertThat(problem.retry()).isEqualTo(Retry.ON_RESUME);
                        assertThat(problem.message()).doesNotContain("n0t-the-password");
                    }
                }
            }
        }
    }

    @Test
    void tellsThatTheProxyGivesNoWay() throws Exception {
        try (Tinyproxy proxy = new Tinyproxy(directory, "ConnectPort 1");
                EbsRig refused = by(proxy.settings(Tinyproxy.USER, Tinyproxy.PASSWORD))) {
            Problem problem = failure(() -> refused.snapshots().start(full()));
            assertThat(problem.code()).isEqualTo("PROXY_REFUSED");
            assertThat(problem.message()).contains("403");
        }
    }

    @Test
    void goesPastTheProxyToItsExceptions() throws Exception {
        try (Tinyproxy proxy = new Tinyproxy(directory);
                EbsRig direct = by(proxy.settings(Tinyproxy.USER, Tinyproxy.PASSWORD, "127.0.0.0/8"))) {
            try (SnapshotWriter writer = direct.snapshots().start(full())) {
                put(writer, 0).get(SECONDS, TimeUnit.SECONDS);
            }
            assertThat(tunnels(proxy)).isZero();
        }
    }

    @Test
    void tellsThatWhatIsThereIsNoProxy() {
        // the lab's own endpoint speaks TLS
        String lab = connection.endpoints().endpoints().get("ebs");
        int port = Integer.parseInt(lab.substring(lab.lastIndexOf(':') + 1));
        ProxySettings none = new ProxySettings("127.0.0.1", port, "", Secret.of(""), List.of());
        try (EbsRig refused = by(none)) {
            Problem problem = failure(() -> refused.snapshots().start(full()));
            assertThat(problem.code()).isIn("PROXY_BAD_ANSWER", "PROXY_REFUSED");
            assertThat(problem.fix()).isNotBlank();
        }
    }
}
