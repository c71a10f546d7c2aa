package io.github.migrationconnector.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Against a lab that runs. */
@ExtendWith(LabExtension.class)
class LabTest {
    private static final int GUEST_BYTES = 1_000_448;

    @TempDir
    Path directory;

    @Test
    void givesEndpointsAndUsers(Lab lab) {
        assertThat(lab.aws().endpoints()).containsKeys("ebs", "ec2", "sts");
        assertThat(lab.aws().caBundle()).exists();
        assertThat(lab.aws().user(LabAws.CONNECTOR).secret()).isNotBlank();
        assertThat(lab.vcenterEndpoint().sdk().getPath()).isEqualTo("/sdk");
        assertThat(lab.vcenterEndpoint().user(LabVcenterEndpoint.SEED).secret()).isNotBlank();
        assertThat(lab.aws().user(LabAws.ADMIN).toString())
                .doesNotContain(lab.aws().user(LabAws.ADMIN).secret());
    }

    @Test
    void keepsMachinesWhoseDisksAGuestWrites(Lab lab) throws Exception {
        byte[] content = new byte[GUEST_BYTES];
        content[5] = 7;
        Path raw = Files.write(directory.resolve("root.raw"), content);
        LabVcenter vcenter = lab.vcenter();
        LabVcenter.Vm vm = vcenter.addVm("lab-test", "bios", List.of(new LabVcenter.Content.FromFile(raw)));
        LabVcenter.Disk disk = vm.disks().get(0);
        assertThat(disk.sizeBytes()).isEqualTo(GUEST_BYTES);
        assertThat(vcenter.liveSha256("lab-test", disk.key())).isEqualTo(sha256(content));
        byte[] written = "written by the guest".getBytes(StandardCharsets.UTF_8);
        vcenter.write("lab-test", disk.key(), 1000, written);
        System.arraycopy(written, 0, content, 1000, written.length);
        vcenter.writeZeros("lab-test", disk.key(), 5, 1);
        content[5] = 0;
        assertThat(vcenter.liveSha256("lab-test", disk.key())).isEqualTo(sha256(content));
        vcenter.deleteVm("lab-test");
    }

    @Test
    void changesSettings(Lab lab) {
        lab.ebs().settings(Map.of("latencyMs", 1));
        assertThat(lab.control().get("/ebs/settings").path("latencyMs").asInt()).isEqualTo(1);
        lab.ebs().settings(Map.of("latencyMs", 0));
        assertThat(lab.ebs().images().isArray()).isTrue();
        assertThat(lab.ebs().requests("ebs").isObject()).isTrue();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
