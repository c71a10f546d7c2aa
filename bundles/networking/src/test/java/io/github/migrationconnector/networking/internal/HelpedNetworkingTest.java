package io.github.migrationconnector.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.NetworkChange;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkOutcome;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against small programs that speak as the privileged one does; the real one runs in namespaces, in the lab's tests. */
final class HelpedNetworkingTest {
    private static final NetworkSettings WANTED = new NetworkSettings(
            "",
            List.of(new InterfaceSettings(
                    "vmx0", AddressSetting.Static.parse("192.0.2.10/24", "192.0.2.1"), new AddressSetting.Off(), 0)),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    @TempDir
    Path folder;

    private HelpedNetworking networking;

    @AfterEach
    void close() {
        networking.close();
    }

    private void program(String... lines) throws IOException {
        Path script = folder.resolve("program");
        Files.writeString(script, String.join("\n", lines) + "\n");
        networking =
                new HelpedNetworking(new PrivilegedProgram(List.of("sh", script.toString()), Duration.ofSeconds(20)));
    }

    @Test
    void theProbePassesWhileItLooksAfterChanges() throws IOException {
        program("exit 0");
        networking.check();
        networking.close();
        assertThatThrownBy(networking::check).hasMessageContaining("not looked after");
    }

    @Test
    void handsSettingsOverOnStandardInputAlone() throws IOException {
        program(
                "[ \"$2\" = apply ] || exit 0",
                "cat >" + folder + "/given; echo \"$*\" >" + folder + "/called; echo change 0a1b 60");

        NetworkChange change = networking.apply(WANTED, Duration.ofSeconds(60));

        assertThat(change).isEqualTo(new NetworkChange("0a1b", NetworkChange.Phase.PREPARED, 60));
        assertThat(folder.resolve("called")).hasContent("network apply 60");
        assertThat(folder.resolve("given")).hasContent("ipv4 vmx0 static 192.0.2.10/24 192.0.2.1\nipv6 vmx0 off\n");
    }

    @Test
    void tellsTheChangeThatWaits() throws IOException {
        program("[ \"$2\" = pending ] && echo change 0a1b waiting 41");
        assertThat(networking.pending()).contains(new NetworkChange("0a1b", NetworkChange.Phase.WAITING, 41));
        program("exit 0");
        assertThat(networking.pending()).isEmpty();
    }

    @Test
    void takesBackTheChangeThatIsMeantAndTellsHowItEnded() throws IOException {
        program("[ \"$2\" = ended ] && { cat " + folder + "/ended; exit 0; }", "echo \"$*\" >" + folder + "/called-$2");
        networking.revert("0a1b");
        assertThat(folder.resolve("called-revert")).hasContent("network revert 0a1b");

        Files.writeString(folder.resolve("ended"), "");
        assertThat(networking.ended()).isEmpty();
        Files.writeString(folder.resolve("ended"), "ended 0a1b confirmed\n");
        assertThat(networking.ended()).contains(new NetworkOutcome("0a1b", true, ""));
        Files.writeString(folder.resolve("ended"), "ended 0a1b reverted another machine has 2001:db8::1/64 on vmx0\n");
        assertThat(networking.ended())
                .contains(new NetworkOutcome("0a1b", false, "another machine has 2001:db8::1/64 on vmx0"));
    }

    @Test
    void turnsExitCodesIntoProblems() throws IOException {
        program("[ \"$2\" = tend ] && exit 0", "echo connector-privileged: so it is >&2", "exit \"$3\"");
        assertProblem("64", "NETWORK_SETTINGS_WRONG");
        assertProblem("3", "NETWORK_CHANGE_GONE");
        assertProblem("4", "NETWORK_CHANGE_WAITS");
        assertProblem("1", "NETWORK_FAILED");
    }

    private void assertProblem(String exit, String code) {
        assertThatThrownBy(() -> networking.confirm(exit)).isInstanceOfSatisfying(ConnectorException.class, failure -> {
            assertThat(failure.problem().code()).isEqualTo(code);
            assertThat(failure.problem().message()).contains("so it is").doesNotContain("connector-privileged:");
            assertThat(failure.problem().fix()).isNotEmpty();
        });
    }

    @Test
    void endsAProgramThatHangs() throws IOException {
        Path script = folder.resolve("hangs");
        Files.writeString(script, "exec sleep 60\n");
        networking =
                new HelpedNetworking(new PrivilegedProgram(List.of("sh", script.toString()), Duration.ofMillis(200)));
        assertThatThrownBy(networking::settings).isInstanceOfSatisfying(ConnectorException.class, failure -> assertThat(
                        failure.problem().message())
                .contains("no answer within"));
    }

    @Test
    void appliesNothingThatIsWrong() throws IOException {
        program("touch " + folder + "/called-$2");
        NetworkSettings wrong = new NetworkSettings("", List.of(), List.of(), List.of(), List.of(), List.of());
        assertThatThrownBy(() -> networking.apply(wrong, Duration.ofSeconds(60)))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.problem().code()).isEqualTo("NETWORK_SETTINGS_WRONG"));
        assertThat(folder.resolve("called-apply")).doesNotExist();
    }

    @Test
    void findsAnAddressThatIsTaken() throws IOException {
        program(
                "case $2 in",
                "show) echo interface vmx0 - up 1500; echo address vmx0 192.0.2.9/24 ;;",
                "probe) echo taken ;;",
                "esac");
        assertThat(networking.check(WANTED))
                .filteredOn(NetworkFinding::blocking)
                .extracting(NetworkFinding::path)
                .containsExactly("$.interfaces[0].ipv4.address");
    }

    @Test
    void findsAnIpv6AddressThatIsTakenHoweverItIsWritten() throws IOException {
        program(
                "case $2 in",
                "show) echo interface vmx0 - up 1500; echo address vmx0 2001:db8::9/64 ;;",
                "probe) echo taken ;;",
                "esac");
        assertThat(networking.check(ipv6("2001:db8::10/64")))
                .filteredOn(NetworkFinding::blocking)
                .extracting(NetworkFinding::path)
                .containsExactly("$.interfaces[0].ipv6.address");
        assertThat(networking.check(ipv6("2001:DB8:0::9/64")))
                .filteredOn(NetworkFinding::blocking)
                .isEmpty();
    }

    private static NetworkSettings ipv6(String address) {
        return new NetworkSettings(
                "",
                List.of(new InterfaceSettings(
                        "vmx0", new AddressSetting.Off(), AddressSetting.Static.parse(address, ""), 0)),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void changesNothingWhereNoProgramIs() {
        networking = new HelpedNetworking(new PrivilegedProgram(List.of(), Duration.ofSeconds(1)));
        assertThat(networking.changeable()).isFalse();
        assertThat(networking.pending()).isEmpty();
        assertThat(networking.inForce().hostName()).isNotNull();
        assertThatThrownBy(() -> networking.apply(WANTED, Duration.ofSeconds(60)))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.problem().code()).isEqualTo("NETWORK_NOT_OURS"));
    }
}
