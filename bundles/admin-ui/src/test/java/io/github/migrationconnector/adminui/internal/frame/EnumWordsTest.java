package io.github.migrationconnector.adminui.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.network.NetworkChange;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.DeliveryState;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.api.trust.TrustState;
import io.github.migrationconnector.api.upgrade.ChangeKind;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.api.upgrade.WayBack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A state that a contract gets later has its words too: the pages make the names of these texts from the state's own. */
class EnumWordsTest {
    private static final List<Stated> ALL = List.of(
            of("account", "role.", Role.values()),
            of("audit", "result.", AuditEvent.Result.values()),
            of("certificate", "origin.", CertificateState.Origin.values()),
            of("dashboard", "phase.", RunPhase.values()),
            of("dashboard", "state.", RunState.values()),
            of("health", "state.", CheckState.values()),
            lower("inventory", "power.", PowerState.values()),
            lower("inventory", "severity.", Finding.Severity.values()),
            of("jobs", "job.state.", JobState.values()),
            of("jobs", "spec.licence.", LicenseType.values()),
            of("jobs", "state.", RunState.values()),
            named("logs", "area.", LogArea::word, List.of(LogArea.values())),
            of("logs", "upload.kind.", UploadKind.values()),
            of("network", "change.", NetworkChange.Phase.values()),
            of("notifications", "became.", DeliveryState.values()),
            named("notifications", "channel.", ChannelKind::word, List.of(ChannelKind.values())),
            of("notifications", "event.", NotificationEvent.values()),
            of("notifications", "security.", MailSecurity.values()),
            of("runs", "by.", RunType.values()),
            of("runs", "phase.", RunPhase.values()),
            of("runs", "state.", RunState.values()),
            lower("setup", "status.", StepStatus.values()),
            named("setup", "busy.", SetupStep::label, List.of(SetupStep.values())),
            named("setup", "go.", SetupStep::label, List.of(SetupStep.values())),
            named("setup", "title.", SetupStep::label, List.of(SetupStep.values())),
            of("trust", "state.", TrustState.values()),
            named(
                    "trust",
                    "why.",
                    TrustState::name,
                    Stream.of(TrustState.values())
                            .filter(state -> state != TrustState.TRUSTED)
                            .toList()),
            of("upgrades", "back.", WayBack.values()),
            of("upgrades", "change.", ChangeKind.values()),
            of("upgrades", "outcome.", UpgradeOutcome.values()),
            of("upgrades", "stage.", UpgradeStage.values()),
            of("upgrades", "way.", ChangeWay.values()));

    /** Texts of a page whose names are made of a prefix and a state's name. */
    private record Stated(String page, String prefix, List<String> names) {}

    private static Stated of(String page, String prefix, Enum<?>... states) {
        return new Stated(page, prefix, Stream.of(states).map(Enum::name).toList());
    }

    private static Stated lower(String page, String prefix, Enum<?>... states) {
        return new Stated(
                page,
                prefix,
                Stream.of(states)
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static <T> Stated named(String page, String prefix, Function<T, String> name, List<T> states) {
        return new Stated(page, prefix, states.stream().map(name).toList());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyStateHasItsWords(Language language) {
        assertThat(ALL.stream().flatMap(stated -> wordless(language, stated).stream()))
                .isEmpty();
    }

    @Test
    void seesAStateWithoutWords() {
        assertThat(wordless(Language.JAPANESE, new Stated("audit", "result.", List.of("DONE", "DREAMT"))))
                .containsExactly("audit: result.DREAMT");
    }

    private static List<String> wordless(Language language, Stated stated) {
        Words words = new Words(language, stated.page());
        List<String> missing = new ArrayList<>();
        for (String name : stated.names()) {
            if (!words.has(stated.prefix() + name)) {
                missing.add(stated.page() + ": " + stated.prefix() + name);
            }
        }
        return missing;
    }
}
