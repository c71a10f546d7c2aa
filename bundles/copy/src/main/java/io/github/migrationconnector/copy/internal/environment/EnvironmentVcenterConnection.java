package io.github.migrationconnector.copy.internal.environment;

import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.net.URI;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** vCenter by environment variables. */
@Component(service = VcenterConnection.class, enabled = false)
public final class EnvironmentVcenterConnection implements VcenterConnection {
    private static final String CODE = "VCENTER_NOT_SET_UP";
    private static final String SDK_PATH = "/sdk";

    private final Variables variables;

    @Activate
    public EnvironmentVcenterConnection() {
        this(System.getenv());
    }

    EnvironmentVcenterConnection(Map<String, String> environment) {
        this.variables = new Variables(environment);
    }

    @Override
    public VcenterEndpoint endpoint() {
        String url = variables.need(CODE, "VSPHERE_URL");
        String user = variables.need(CODE, "VSPHERE_USER");
        String fingerprint = variables.need(CODE, "VSPHERE_FINGERPRINT");
        try {
            return new VcenterEndpoint(sdk(url), user, VcenterEndpoint.normalFingerprint(fingerprint));
        } catch (IllegalArgumentException e) {
            throw Problem.fatal(
                            CODE,
                            "VSPHERE_URL or VSPHERE_FINGERPRINT is wrong: " + e.getMessage() + ".",
                            "VSPHERE_URL is https://HOST[:PORT][/sdk], VSPHERE_FINGERPRINT the certificate's SHA-256.")
                    .asException(e);
        }
    }

    private static URI sdk(String url) {
        URI given = URI.create(url.contains("://") ? url : "https://" + url);
        if (given.getUserInfo() != null) {
            throw new IllegalArgumentException("user and password belong into VSPHERE_USER and VSPHERE_PASSWORD");
        }
        boolean bare = given.getPath().isEmpty() || given.getPath().equals("/");
        return bare ? given.resolve(SDK_PATH) : given;
    }

    @Override
    public Secret password() {
        return Secret.of(variables.need(CODE, "VSPHERE_PASSWORD"));
    }

    /** A command is over before it would be asked for the password again: its session remembers. */
    @Override
    public void refused(VcenterEndpoint endpoint, Secret password) {
        // nothing outlives a command
    }
}
