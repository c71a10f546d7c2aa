package io.github.migrationconnector.consolemenu.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import io.github.migrationconnector.consolemenu.internal.fake.FakeConnector;
import io.github.migrationconnector.consolemenu.internal.fake.FakeDesk;
import io.github.migrationconnector.consolemenu.internal.fake.FakeMachine;
import io.github.migrationconnector.consolemenu.internal.fake.FakePrivileged;
import io.github.migrationconnector.consolemenu.internal.item.Item;
import io.github.migrationconnector.consolemenu.internal.item.Items;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MenuTest {
    private static final String NEW_PASSWORD = "POST /menu/password {\"password\":\"correct horse battery\"}";

    private static final String RESTART = "Restart the connector";
    private static final String RESET = "Factory reset";
    private static final String SHELL = "Support shell";

    private final FakeConnector connector = new FakeConnector();
    private final FakePrivileged privileged = new FakePrivileged();

    private FakeDesk at(Place place, LoginRule rule, String... typed) {
        FakeDesk desk = new FakeDesk(typed);
        Machine machine = FakeMachine.of(desk, connector, privileged);
        new Menu(desk, machine, Items.of(desk, machine, place), place.needsLogin(rule), () -> false).run();
        assertThat(desk.isDone()).as(desk.text()).isTrue();
        return desk;
    }

    /** What is typed for an item. */
    private String number(String title) {
        FakeDesk desk = new FakeDesk();
        return 1
                + Items.of(desk, FakeMachine.of(desk, connector, privileged), Place.CONSOLE).stream()
                        .map(Item::title)
                        .toList()
                        .indexOf(title)
                + "";
    }

    private FakeDesk atConsole(String... typed) {
        return at(Place.CONSOLE, LoginRule.REMOTE, typed);
    }

    @Test
    void theFirstScreenTellsWhereAndHow() {
        FakeDesk desk = atConsole();
        assertThat(desk.text())
                .contains("Server Migration Connector 0.1.0 on appliance")
                .contains("https://192.0.2.10/  https://[2001:db8::10]/")
                .contains("Fingerprint  AB:AB")
                .contains("healthy; set-up: registered")
                .doesNotContain("Factory reset");
    }

    @Test
    void theFirstScreenLooksAgainWhileTheConnectorDoesNotAnswer() {
        connector.on(
                "GET /status",
                "!the connector does not answer",
                "!the connector does not answer",
                "{\"version\":\"0.1.0\"}");
        FakeDesk desk = atConsole(FakeDesk.TIME_OVER, FakeDesk.TIME_OVER, "");
        assertThat(desk.cleared).isEqualTo(4);
        assertThat(desk.text())
                .containsSubsequence(
                        "the connector does not answer", "the connector does not answer", "Pages", "Your choice");
    }

    @Test
    void looksLessOftenWhenTheConnectorStaysAway() {
        connector.stopped = true;
        String[] silence = new String[40];
        Arrays.fill(silence, FakeDesk.TIME_OVER);
        FakeDesk desk = atConsole(silence);
        assertThat(desk.limits).hasSize(41).startsWith(20, 20).endsWith(600, 600);
    }

    @Test
    void endsBeforeItsNextScreenWhenANewerOneWasInstalled() {
        FakeDesk desk = new FakeDesk("", "");
        Machine machine = FakeMachine.of(desk, connector, privileged);
        AtomicInteger screens = new AtomicInteger();
        new Menu(desk, machine, Items.of(desk, machine, Place.CONSOLE), false, () -> screens.incrementAndGet() > 2)
                .run();
        assertThat(desk.isDone()).isTrue();
        assertThat(desk.text()).contains("Your choice", "The connector was installed anew");
    }

    @Test
    void seesThatItsFileWasReplacedOrRemoved(@TempDir Path directory) throws IOException {
        Path jar = Files.writeString(directory.resolve("console-menu.jar"), "one");
        OwnProgram own = new OwnProgram(jar);
        assertThat(own.isReplaced()).isFalse();
        Path newer = Files.writeString(directory.resolve("newer"), "two");
        Files.setLastModifiedTime(newer, Files.getLastModifiedTime(jar));
        Files.move(newer, jar, StandardCopyOption.REPLACE_EXISTING);
        assertThat(own.isReplaced()).isTrue();
        own = new OwnProgram(jar);
        Files.delete(jar);
        assertThat(own.isReplaced()).isTrue();
    }

    @Test
    void everyItemFitsBesideAnother() {
        FakeDesk desk = new FakeDesk();
        Items.of(desk, FakeMachine.of(desk, connector, privileged), Place.CONSOLE)
                .forEach(item -> assertThat(item.title().length()).isLessThan(Desk.WIDTH / 2 - 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "x", "1;2", "-1", "١"})
    void whatIsNoItemIsAnsweredWithTheFix(String typed) {
        assertThat(atConsole("", typed, "").text())
                .contains("There is no item " + typed + ". Type a number from 0 to 15");
    }

    @Test
    void fromAfarAnAdministratorLogsInFirst() {
        connector.on("POST /menu/login", "!Name or password is wrong", "{\"name\":\"admin\"}");
        FakeDesk desk = at(Place.REMOTE, LoginRule.REMOTE, "", "wrong", "", "correct horse battery", "0");
        assertThat(desk.text()).contains("To mend it: do it right").contains("Your choice");
        assertThat(connector.called).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"REMOTE, REMOTE", "REMOTE, ALWAYS", "CONSOLE, ALWAYS"})
    void whoCanNotLogInSeesNoItem(Place place, LoginRule rule) {
        connector.on("POST /menu/login", "!Name or password is wrong");
        FakeDesk desk = at(place, rule, "", "a", "", "b", "", "c");
        assertThat(desk.text()).doesNotContain("Your choice").doesNotContain("Reset the");
    }

    @Test
    void ctrlCAtTheLoginLeaves() {
        assertThat(at(Place.REMOTE, LoginRule.REMOTE, FakeDesk.CTRL_C).text()).doesNotContain("Your choice");
    }

    @Test
    void nobodyTypesAndItLocks() {
        FakeDesk desk = atConsole("", "2", FakeDesk.NOTHING, FakeDesk.NOTHING, "");
        assertThat(desk.seen.stream().filter("Press Enter for the menu"::equals))
                .hasSize(3);
        connector.called.clear();
        at(Place.REMOTE, LoginRule.REMOTE, "", "right", FakeDesk.NOTHING, "", "right", "0");
        assertThat(connector.called).hasSize(2).allMatch(call -> call.startsWith("POST /menu/login"));
    }

    @Test
    void ctrlCDropsAnItemAndNotTheMenu() {
        FakeDesk desk = atConsole(
                "",
                "2",
                FakeDesk.CTRL_C,
                "",
                FakeDesk.CTRL_C,
                "2",
                "correct horse battery",
                "correct horse battery",
                "");
        assertThat(desk.text()).contains("Dropped").contains("The password is set.");
        assertThat(connector.called).containsExactly(NEW_PASSWORD);
    }

    @Test
    void aPasswordIsAskedForUntilItIsTaken() {
        connector.on("POST /menu/password", "!The password is too short", "{}");
        FakeDesk desk =
                atConsole("", "2", "a", "b", "short", "short", "correct horse battery", "correct horse battery", "");
        assertThat(desk.text()).contains("The two differ").contains("too short").contains("The password is set.");
        assertThat(connector.called).hasSize(2).last().isEqualTo(NEW_PASSWORD);
    }

    @Test
    void aDaemonThatDoesNotRunIsToldWithWhatToDo() {
        connector.stopped = true;
        FakeDesk desk = atConsole("", "3", "", number(RESTART), "no", "");
        assertThat(desk.text())
                .contains("the connector does not answer")
                .contains("to mend it: restart it by this menu")
                .contains(" Address      vmx0 192.0.2.10/24")
                .contains("Not done: the connector does not answer")
                .contains("Nothing was done.");
    }

    @Test
    void aFactoryResetWantsTheHostNameToTheLetter() {
        assertThat(atConsole("", number(RESET), "Appliance", "").text()).contains("that is not the host name");
        assertThat(privileged.called).noneMatch(call -> call.startsWith("system"));
        atConsole("", number(RESET), "appliance", "");
        assertThat(privileged.called).contains("system factory-reset appliance");
    }

    @Test
    void theSupportShellOpensOnlyWhereItIsOn() {
        assertThat(atConsole("", number(SHELL), "no", "").lent).isEmpty();
        assertThat(privileged.called).doesNotContain("shell on");
        atConsole("", number(SHELL), "yes", "");
        assertThat(privileged.called).contains("shell on");
        privileged.on("shell show", "on\n");
        assertThat(atConsole("", number(SHELL), "o", "").lent).hasSize(1);
        atConsole("", number(SHELL), "s", "");
        assertThat(privileged.called).contains("shell off");
    }

    @Test
    void keysOfSshAreAddedAndRemoved() {
        privileged.on("ssh add-key ssh-ed25519 AAAA", "SHA256:new 256 (ED25519)\n");
        FakeDesk desk = atConsole("", number("Login over SSH"), "a", "ssh-ed25519 AAAA anna@desk", "");
        assertThat(desk.text()).contains("No key opens it yet.").contains("Added SHA256:new");
        privileged.on("ssh keys", "SHA256:old 256 (ED25519)\nSHA256:new 256 (ED25519)\n");
        String ssh = number("Login over SSH");
        desk = atConsole(
                "", ssh, "r", "3", "", ssh, "a", "word", "", ssh, "x", "", ssh, "", "", ssh, "r", "2", "", ssh, "s",
                "yes", "");
        assertThat(desk.text())
                .contains("there is no key 3")
                .contains("that is no public key")
                .contains("there is no x here")
                .contains("It stays off.");
        assertThat(privileged.called)
                .filteredOn(call -> call.startsWith("ssh") && !call.matches("ssh (show|keys)"))
                .containsExactly("ssh add-key ssh-ed25519 AAAA", "ssh remove-key SHA256:new", "ssh on");
    }

    @Test
    void whatItDoesWithoutTheDaemonIsWrittenDown() {
        privileged.on("system reboot", "!failed: shutdown -r now").on("shell show", "on\n");
        atConsole("", number("Reboot"), "yes", "", number(SHELL), "o", "", number("Login over SSH"), "", "");
        assertThat(connector.witnessed)
                .containsExactly(
                        action("system.reboot", "at the console", "BEGUN"),
                        action("system.reboot", "at the console", "FAILED"),
                        action("shell.open", "at the console", "BEGUN"),
                        action("shell.open", "at the console", "DONE"));
    }

    @Test
    void whoLoggedInIsNamed() {
        connector.on("POST /menu/login", "{\"name\":\"anna\"}");
        at(Place.REMOTE, LoginRule.REMOTE, "anna", "right", number("Power off"), "yes", "", "0");
        assertThat(connector.witnessed).first().isEqualTo(action("system.power-off", "anna at the console", "BEGUN"));
    }

    @Test
    void whatADaemonThatIsDownIsNotToldFollowsWhenItAnswers() {
        connector.on("POST /menu/actions", "!down", "!down", "{}");
        FakeDesk desk = atConsole("", number(RESTART), "yes", "");
        assertThat(desk.text()).contains("audit trail can't be written at the moment");
        String late = "at the console, at 2026-11-30T21:00:00Z";
        assertThat(connector.witnessed)
                .containsExactly(
                        action("system.restart-daemon", late, "BEGUN"),
                        action("system.restart-daemon", "at the console", "DONE"));
    }

    @Test
    void aRecordThatTheDaemonNeverTakesKeepsNoOtherFromBeingWritten() {
        connector.on("POST /menu/actions", "!!the target holds others than names", "{}");
        FakeDesk desk = atConsole("", number(RESTART), "yes", "");
        assertThat(desk.text())
                .contains("The audit trail does not take the record of system.restart-daemon")
                .contains("the target holds others than names");
        assertThat(connector.witnessed).containsExactly(action("system.restart-daemon", "at the console", "DONE"));
    }

    private static String action(String action, String target, String result) {
        return "/menu/actions {\"action\":\"" + action + "\",\"target\":\"" + target + "\",\"result\":\"" + result
                + "\"}";
    }

    @Test
    void whatThePrivilegedProgramRefusesIsTold() {
        privileged.on("system reboot", "!failed: shutdown -r now");
        assertThat(atConsole("", number("Reboot"), "yes", "").text()).contains("Not done: failed: shutdown -r now");
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/ttyv0, CONSOLE",
        "/dev/ttyu0, CONSOLE",
        "/dev/tty1, CONSOLE",
        "/dev/ttyS0, CONSOLE",
        "/dev/hvc0, CONSOLE",
        "/dev/console, CONSOLE",
        "/dev/pts/0, REMOTE",
        "/dev/ttyp0, REMOTE",
        "/dev/ttyv0/../pts/1, REMOTE",
        "notatty, REMOTE",
        "'', REMOTE"
    })
    void theConsoleIsKnownByItsName(String terminal, Place place) {
        assertThat(Place.of(terminal, Optional.empty())).isEqualTo(place);
        assertThat(Place.of(terminal, Optional.of("192.0.2.7 1 192.0.2.10 22"))).isEqualTo(Place.REMOTE);
    }
}
