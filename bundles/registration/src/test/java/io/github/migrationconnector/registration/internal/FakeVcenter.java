package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.DatacenterPrivileges;
import io.github.migrationconnector.api.connection.VcenterCheck;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.connection.VcenterPrivilege;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A vCenter that takes any login, or fails as it is told; it lacks one privilege in its second datacenter. */
final class FakeVcenter implements VcenterCheck, VcenterWatch {
    static final String ID = "u";

    private static final VcenterIdentity IDENTITY = new VcenterIdentity("VMware vCenter Server 8", "8.0.2.0", ID);

    Runnable amidCheck = () -> {};
    private Optional<Problem> failure = Optional.empty();
    private int logins;

    FakeVcenter failing(Problem problem) {
        failure = Optional.of(problem);
        return this;
    }

    int logins() {
        return logins;
    }

    @Override
    public VcenterExamination check(VcenterEndpoint endpoint, Secret password) {
        logins++;
        amidCheck.run();
        return examine();
    }

    @Override
    public VcenterIdentity identify(VcenterEndpoint endpoint) {
        return IDENTITY;
    }

    @Override
    public VcenterExamination examine() {
        Instant unused = greet();
        return new VcenterExamination(
                IDENTITY,
                List.of(
                        new DatacenterPrivileges("datacenter-1", "/A", List.of(), List.of(), List.of()),
                        new DatacenterPrivileges(
                                "datacenter-2", "/B", List.of(VcenterPrivilege.EXPORT), List.of(), List.of())));
    }

    @Override
    public Instant greet() {
        failure.ifPresent(problem -> {
            throw problem.asException();
        });
        return Instant.EPOCH;
    }
}
