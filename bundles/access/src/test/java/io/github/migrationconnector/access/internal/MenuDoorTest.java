package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.credential.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MenuDoorTest {
    @TempDir
    private Path folder;

    private Secret token() throws IOException {
        return Secret.of(Files.readString(folder.resolve("token")).strip());
    }

    @Test
    void leavesAddressAndTokenForTheGroupAlone() throws IOException {
        MenuDoor door = new MenuDoor(folder.toString(), "https://127.0.0.1:8443");
        assertThat(folder.resolve("address")).hasContent("https://127.0.0.1:8443\n");
        for (String file : List.of("address", "token")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-r-----");
        }
        assertThat(door.opensTo(token())).isTrue();
        assertThat(door.opensTo(Secret.of("guess"))).isFalse();
        assertThat(door.opensTo(Secret.of(""))).isFalse();
    }

    @Test
    void makesANewTokenAtEachStartAndTakesItAwayAtTheEnd() throws IOException {
        new MenuDoor(folder.toString(), "https://127.0.0.1:8443");
        Secret old = token();
        MenuDoor door = new MenuDoor(folder.toString(), "https://127.0.0.1:8443");
        assertThat(door.opensTo(old)).isFalse();
        door.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isClosedWithoutAFolderAndWithoutOneThatIsThere() {
        assertThat(MenuDoor.closed().opensTo(Secret.of(""))).isFalse();
        MenuDoor door = new MenuDoor(folder.resolve("absent").toString(), "https://127.0.0.1:8443");
        assertThat(door.opensTo(Secret.of(""))).isFalse();
        door.publish(List.of());
        assertThat(folder.resolve("absent")).doesNotExist();
    }

    @Test
    void itsTokenOpensAsTheMenu(@TempDir Path home) throws IOException {
        try (Bench bench = new Bench(home)) {
            MenuDoor door = new MenuDoor(folder.toString(), "https://127.0.0.1:8443");
            LocalAccess access = new LocalAccess(home, bench.accounts, bench.audit, door);
            assertThat(access.bearer(token())).contains(Principal.CONSOLE_MENU);
            access.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, https://127.0.0.1:8443",
        "192.0.2.10, https://192.0.2.10:8443",
        "2001:db8::1, https://[2001:db8:0:0:0:0:0:1]:8443"
    })
    void writesTheAddressThatAProgramOnThisMachineReaches(String host, String url) {
        assertThat(MenuDoor.url(host, "8443")).isEqualTo(url);
    }
}
