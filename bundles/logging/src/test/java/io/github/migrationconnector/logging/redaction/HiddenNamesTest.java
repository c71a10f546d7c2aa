package io.github.migrationconnector.logging.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HiddenNamesTest {
    private final HiddenNames names = new HiddenNames(new byte[] {1, 2, 3}, List.of("vcsa", "esx-7", "localhost"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "10.1.2.3:443",
                "vcenter.corp.example",
                "esx01.lab.local",
                "VCSA",
                "esx-7",
                "fe80::1ff:fe23:4567:890a",
                "2001:db8:0:1:2:3:4:5",
                "00:50:56:ab:cd:ef",
                "db.example.com",
                "esx1.firma.at",
                "vc.firma.co.in",
                "esx1.lab.sh",
                "firma.io"
            })
    void hidesNamesAndAddresses(String name) {
        String bare = name.replace(":443", "");
        String hidden = names.hide("connect to https://" + name + "/sdk failed (" + bare + ")");
        assertThat(hidden).doesNotContainIgnoringCase(bare);
        String other = hidden.substring(hidden.indexOf('(') + 1, hidden.indexOf(')'));
        assertThat(hidden).contains("https://" + other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30T11:24:36.123Z",
                "io.github.migrationconnector.aws.internal.sdk.AwsClients",
                "java.net.SocketTimeoutException: Read timed out",
                "at org.eclipse.jetty.io.Net(Net.java:1)",
                "ec2.eu-central-1.amazonaws.com",
                "127.0.0.1",
                "version 12.0.32",
                "connector.log and setup.json",
                "/usr/local/lib/libjvm.so and bin/start.sh",
                "/var/log/access.2026-11-30.0.log.gz",
                "at java.base/java.lang.Thread.run(Thread.java:1)"
            })
    void leavesTheRest(String text) {
        assertThat(names.hide(text)).isEqualTo(text);
    }

    @Test
    void hidesWhatIsInAnInventoryPath() {
        assertThat(names.hide("/dc/host/esx01.corp.local is away")).matches("/dc/host/host-[0-9a-f]+ is away");
    }

    @Test
    void anotherKeyGivesOtherNames() {
        HiddenNames others = new HiddenNames(new byte[] {9}, List.of());
        assertThat(others.hide("10.1.2.3")).isNotEqualTo(names.hide("10.1.2.3"));
        assertThat(names.hide("A.Corp.Example")).isEqualTo(names.hide("a.corp.example"));
    }
}
