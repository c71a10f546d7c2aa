package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.ServerCertificates;
import io.github.migrationconnector.store.Database;
import java.util.List;
import java.util.Optional;

/** The text of accepted certificates: a fingerprint alone does not tell what a new one differs in. */
final class AcceptedCertificates {
    private final Database database;

    AcceptedCertificates(Database database) {
        this.database = database;
    }

    List<ServerCertificate> of(ServerAddress server, ServerCertificates reader) {
        return text(server).map(reader::read).stream().toList();
    }

    void keep(ServerAddress server, ServerCertificate certificate) {
        if (text(server).filter(certificate.pem()::equals).isEmpty()) {
            database.write(
                    handle -> handle.createUpdate("insert into registration_certificate (server, pem) values (?, ?)"
                                    + " on conflict (server) do update set pem = excluded.pem")
                            .bind(0, server.toString())
                            .bind(1, certificate.pem())
                            .execute());
        }
    }

    private Optional<String> text(ServerAddress server) {
        return database.read(handle -> handle.createQuery("select pem from registration_certificate where server = ?")
                .bind(0, server.toString())
                .mapTo(String.class)
                .findOne());
    }
}
