package io.github.migrationconnector.consolemenu.internal.fake;

import io.github.migrationconnector.consolemenu.internal.ActionTrail;
import io.github.migrationconnector.consolemenu.internal.Connector;
import io.github.migrationconnector.consolemenu.internal.Machine;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import io.github.migrationconnector.consolemenu.internal.machine.Privileged;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Machines for tests, at a time that stands still. */
public final class FakeMachine {
    private FakeMachine() {}

    /** Without a report of a first boot; files go into the current folder. */
    public static Machine of(Desk desk, Connector connector, Privileged privileged) {
        return of(desk, connector, privileged, Path.of(""), List.of());
    }

    public static Machine of(Desk desk, Connector connector, Privileged privileged, Path files, List<Path> reports) {
        Clock clock = Clock.fixed(Instant.parse("2026-11-30T21:00:00Z"), ZoneOffset.UTC);
        return new Machine(
                connector, privileged, new ActionTrail(connector, desk, clock, "at the console"), files, reports);
    }
}
