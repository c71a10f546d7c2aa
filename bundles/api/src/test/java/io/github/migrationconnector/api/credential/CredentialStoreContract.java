package io.github.migrationconnector.api.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every credential store does. */
public abstract class CredentialStoreContract {
    /** The store under test; the same, or another on the same records, at each call. */
    protected abstract CredentialStore store();

    @Test
    void givesBackWhatWasPut() {
        store().put("vcenter", Map.of("password", Secret.of("pässwörd 鍵"), "note", Secret.of("")));
        assertThat(revealed("vcenter")).isEqualTo(Map.of("password", "pässwörd 鍵", "note", ""));
    }

    @Test
    void keepsRecordsApart() {
        store().put("vcenter", Map.of("password", Secret.of("one")));
        store().put("aws", Map.of("password", Secret.of("two")));
        assertThat(revealed("vcenter")).isEqualTo(Map.of("password", "one"));
        assertThat(revealed("aws")).isEqualTo(Map.of("password", "two"));
    }

    @Test
    void replacesARecordWhole() {
        store().put("aws", Map.of("secretAccessKey", Secret.of("old"), "sessionToken", Secret.of("old")));
        store().put("aws", Map.of("secretAccessKey", Secret.of("new")));
        assertThat(revealed("aws")).isEqualTo(Map.of("secretAccessKey", "new"));
    }

    @Test
    void survivesTheWipingOfWhatItTookAndGave() {
        try (Secret given = Secret.of("kept")) {
            store().put("aws", Map.of("secretAccessKey", given));
        }
        store().get("aws", "test").orElseThrow().values().forEach(Secret::close);
        assertThat(revealed("aws")).isEqualTo(Map.of("secretAccessKey", "kept"));
    }

    @Test
    void removes() {
        store().put("aws", Map.of("secretAccessKey", Secret.of("x")));
        store().remove("aws");
        store().remove("aws");
        assertThat(store().get("aws", "test")).isEmpty();
    }

    @Test
    void refusesIdsThatCouldBePaths() {
        for (String id : new String[] {"", "../aws", "aws/x", ".", "..", "AWS", "a\u0000b", "a".repeat(65)}) {
            assertThatThrownBy(() -> store().put(id, Map.of())).as(id).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store().get(id, "test")).as(id).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Map<String, String> revealed(String id) {
        return store().get(id, "test").orElseThrow().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().reveal(text -> text)));
    }
}
