package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.credential.InMemoryCredentialStore;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.replication.Holding;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connector's registration over fakes of both sides, in a home of its own. */
final class Bench implements AutoCloseable {
    final FakeConfigurations configurations = new FakeConfigurations();
    final InMemoryCredentialStore store = new InMemoryCredentialStore();
    final FakeAccess access = new FakeAccess();
    final FakeVcenter vcenter = new FakeVcenter();
    final FakeCertificates certificates = new FakeCertificates();
    final List<Holding> held = new ArrayList<>();
    final Ports ports = new Ports(Duration.ofMillis(1));
    final ConnectorHome home;
    final SetupRegistration registration;
    Runnable amidAwsCheck = () -> {};
    String account = "123456789012";
    private final TemporaryDatabase database;

    Bench(Path directory) {
        database = new TemporaryDatabase(directory);
        ports.bindCredentials(store);
        ports.bindAwsCheck((endpoints, keys, role) -> {
            amidAwsCheck.run();
            return new AwsIdentity(account, "arn:x");
        });
        ports.bindVcenterCheck(vcenter);
        ports.bindVcenterWatch(vcenter);
        ports.bindCertificates(certificates);
        ports.bindHoldings(() -> List.copyOf(held));
        home = new ConnectorHome(
                database, new Settings(configurations.admin(), directory.resolve("conf")), ports, Clock.systemUTC());
        registration = new SetupRegistration(home, ports, access, "1.2.3");
    }

    /** The document's fingerprint is the first one that the server shows. */
    static ObjectNode document() {
        return Documents.with("/vcenter/fingerprint", '"' + FakeCertificates.FIRST + '"');
    }

    SetupReport setUp(ObjectNode document) {
        return registration.setUp(Documents.secret(document), false);
    }

    Drafts drafts() {
        return new Drafts(database, () -> store);
    }

    StepwiseSetup steps() {
        return new StepwiseSetup(registration, home, ports, access);
    }

    @Override
    public void close() {
        database.close();
    }
}
