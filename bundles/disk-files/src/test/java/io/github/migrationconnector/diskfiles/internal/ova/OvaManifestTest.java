package io.github.migrationconnector.diskfiles.internal.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OvaManifestTest {
    /** FIPS 180-4's example "abc". */
    @ParameterizedTest
    @CsvSource({
        "SHA1,a9993e364706816aba3e25717850c26c9cd0d89d",
        "SHA256,BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "SHA512,ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                + "454d4423643ce80e2a9ac94fa54ca49f"
    })
    void provesAFile(String algorithm, String hex) {
        OvaManifest manifest = parse(algorithm + "(a b.ovf)= " + hex + "\n\n");
        OvaManifest.Entry entry = manifest.of("a b.ovf").orElseThrow();
        entry.check("a b.ovf", digest(entry, "abc"));
        assertThatThrownBy(() -> entry.check("a b.ovf", digest(entry, "abd")))
                .hasMessageContaining("OVA_DAMAGED")
                .hasMessageContaining("a b.ovf");
        assertThatThrownBy(() -> manifest.of("c.vmdk")).hasMessageContaining("no digest of c.vmdk");
        assertThat(new OvaManifest().of("c.vmdk")).isEmpty();
    }

    private static MessageDigest digest(OvaManifest.Entry entry, String text) {
        MessageDigest digest = entry.begin();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return digest;
    }

    private static OvaManifest parse(String text) {
        return new OvaManifest(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MD5(a)= d41d8cd98f00b204e9800998ecf8427e",
                "SHA256(a)= a9993e364706816aba3e25717850c26c9cd0d89d",
                "SHA1(a)= xyz",
                "SHA1 a = a9993e364706816aba3e25717850c26c9cd0d89d"
            })
    void refusesWhatItDoesNotUnderstand(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("OVA_DAMAGED");
    }

    @Test
    void refusesTwoDigestsOfOneFile() {
        String line = "SHA1(a)= a9993e364706816aba3e25717850c26c9cd0d89d\n";
        assertThatThrownBy(() -> parse(line + line)).hasMessageContaining("second digest");
    }
}
