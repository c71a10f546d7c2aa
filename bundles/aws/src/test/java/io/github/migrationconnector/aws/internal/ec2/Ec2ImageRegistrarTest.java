package io.github.migrationconnector.aws.internal.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.image.ImageDisk;
import io.github.migrationconnector.api.image.ImageSpec;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.fake.LabSnapshots;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;

/** Against the lab's strict RegisterImage, with the rights of the shipped policy alone. */
@ExtendWith(LabExtension.class)
class Ec2ImageRegistrarTest {
    private AwsClients clients;
    private Ec2ImageRegistrar registrar;
    private LabSnapshots snapshots;

    @BeforeEach
    void connect(Lab lab) {
        clients = new AwsClients(
                FixedConnection.to(lab.aws(), LabAws.CONNECTOR), InstantSource.system(), new CallMeter());
        registrar = new Ec2ImageRegistrar(clients);
        snapshots = new LabSnapshots(clients);
    }

    @AfterEach
    void disconnect() {
        clients.close();
    }

    private ImageSpec spec(String name, Firmware firmware, String... snapshotIds) {
        List<ImageDisk> disks = new ArrayList<>();
        for (String id : snapshotIds) {
            disks.add(new ImageDisk(disks.isEmpty() ? "/dev/sda1" : "/dev/sd" + (char) ('a' + disks.size()), id, 1));
        }
        return new ImageSpec(name, "of a test", firmware, disks, Map.of("job", "j-1"));
    }

    private static JsonNode image(Lab lab, String id) {
        for (JsonNode image : lab.ebs().images()) {
            if (id.equals(image.path("imageId").asText())) {
                return image;
            }
        }
        throw new AssertionError("the lab has no image " + id);
    }

    @Test
    void registersAllDisksAndClaimsNothing(Lab lab) {
        String root = snapshots.completed();
        String data = snapshots.completed();
        String id = registrar.register(spec("two-disks", Firmware.UEFI, root, data));
        JsonNode image = image(lab, id);
        assertThat(image.path("architecture").asText()).isEqualTo("x86_64");
        assertThat(image.path("bootMode").asText()).isEqualTo("uefi");
        assertThat(image.path("enaSupport").asBoolean()).isFalse();
        assertThat(image.toString()).contains(root, data, "/dev/sda1", "/dev/sdb", "\"j-1\"");
        assertThat(registrar.find("two-disks")).contains(id);
        assertThat(registrar.madeOf(data)).containsExactly(id);
        registrar.deregister(id);
        assertThat(registrar.madeOf(data)).isEmpty();
    }

    @Test
    void findsWhatItRegisteredBefore(Lab lab) {
        ImageSpec spec = spec("again", Firmware.BIOS, snapshots.completed());
        String id = registrar.register(spec);
        assertThat(registrar.register(spec)).isEqualTo(id);
        assertThat(image(lab, id).path("bootMode").asText()).isEqualTo("legacy-bios");
    }

    @Test
    void findsTheImageOfACallWhoseAnswerGotLost(Lab lab) {
        ImageSpec spec = spec("lost-answer", Firmware.BIOS, snapshots.completed());
        try (ActiveFault planted = lab.faults()
                .inject(Fault.once("ec2", "RegisterImage", new Fault.Action.DropAfter())
                        .where("name", "lost-answer"))) {
            assertThat(problem(spec).retry()).isEqualTo(Retry.SOON);
            assertThat(planted.hits()).isEqualTo(1);
        }
        String id = registrar.register(spec);
        assertThat(registrar.find("lost-answer")).contains(id);
    }

    @Test
    void refusesANameThatIsTakenByOtherSnapshots() {
        registrar.register(spec("taken", Firmware.BIOS, snapshots.completed()));
        Problem problem = problem(spec("taken", Firmware.BIOS, snapshots.completed()));
        assertThat(problem.code()).isEqualTo("IMAGE_NAME_TAKEN");
        assertThat(problem.retry()).isEqualTo(Retry.NEVER);
    }

    @Test
    void refusesASnapshotThatIsNotThere() {
        Problem problem = problem(spec("nothing", Firmware.BIOS, "snap-0123456789abcdef0"));
        assertThat(problem.retry()).isEqualTo(Retry.NEVER);
        assertThat(registrar.find("nothing")).isEmpty();
    }

    @Test
    void deregistersMoreThanOnce() {
        String id = registrar.register(spec("short-lived", Firmware.BIOS, snapshots.completed()));
        registrar.deregister(id);
        assertThat(registrar.find("short-lived")).isEmpty();
        assertThatCode(() -> registrar.deregister(id)).doesNotThrowAnyException();
        assertThatCode(() -> registrar.deregister("ami-0123456789abcdef0")).doesNotThrowAnyException();
    }

    @Test
    void tellsWhoElseMayLaunchAnImage(Lab lab) {
        String id = registrar.register(spec("shared", Firmware.BIOS, snapshots.completed()));
        assertThat(registrar.sharedWith(id)).isEmpty();
        try (AwsClients owner =
                new AwsClients(FixedConnection.to(lab.aws(), LabAws.ADMIN), InstantSource.system(), new CallMeter())) {
            String unused =
                    owner.ec2("ec2:ModifyImageAttribute", ec2 -> ec2.modifyImageAttribute(request -> request.imageId(id)
                                    .launchPermission(change -> change.add(List.of(
                                            LaunchPermission.builder()
                                                    .userId("210987654321")
                                                    .build(),
                                            LaunchPermission.builder()
                                                    .group(PermissionGroup.ALL)
                                                    .build()))))
                            .toString());
        }
        assertThat(registrar.sharedWith(id)).containsExactlyInAnyOrder("210987654321", "all");
        registrar.deregister(id);
        assertThat(registrar.sharedWith(id)).isEmpty();
    }

    private Problem problem(ImageSpec spec) {
        return catchThrowableOfType(ConnectorException.class, () -> registrar.register(spec))
                .problem();
    }
}
