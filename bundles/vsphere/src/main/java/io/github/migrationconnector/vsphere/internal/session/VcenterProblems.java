package io.github.migrationconnector.vsphere.internal.session;

import com.vmware.vim25.InvalidLogin;
import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.NoPermission;
import com.vmware.vim25.NotAuthenticated;
import com.vmware.vim25.TaskInProgress;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.vsphere.internal.soap.CertificateChangedException;
import io.github.migrationconnector.vsphere.internal.soap.HttpRefusedException;
import io.github.migrationconnector.vsphere.internal.soap.MalformedAnswerException;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What the failures of talking to one vCenter mean, and what to do about them. */
public final class VcenterProblems {
    public static final String UNREACHABLE = "VCENTER_UNREACHABLE";
    public static final String CERTIFICATE_CHANGED = "VCENTER_CERTIFICATE_CHANGED";
    public static final String LOGIN_REFUSED = "VCENTER_LOGIN_REFUSED";
    public static final String VM_GONE = "VM_GONE";
    public static final String SNAPSHOT_GONE = "VM_SNAPSHOT_GONE";
    public static final String NO_PERMISSION = "VCENTER_NO_PERMISSION";
    private static final String CHECK_ADDRESS = "Check that the address is that of a vCenter, https://HOST/sdk.";
    private static final int UNAVAILABLE = 503;

    private final VcenterEndpoint endpoint;

    public VcenterProblems(VcenterEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The failure, told. */
    public ConnectorException of(Exception failure) {
        Optional<VimFaultException> fault = cause(failure, VimFaultException.class);
        Problem problem = fault.map(this::ofFault).orElseGet(() -> ofTransport(failure));
        return problem.asException(failure);
    }

    private Problem ofFault(VimFaultException fault) {
        if (fault.is(InvalidLogin.class)) {
            return new Problem(
                    LOGIN_REFUSED,
                    "vCenter " + host() + " refused the login of " + endpoint.user(),
                    "Check the user name and the password of vCenter, and that the account is not locked.",
                    Retry.ON_RESUME);
        }
        if (fault.is(NotAuthenticated.class)) {
            return Problem.passing(
                    "VCENTER_SESSION_LOST",
                    "vCenter " + host() + " ended the session right after the login",
                    "Check the limits on sessions in vCenter.");
        }
        if (fault.fault() instanceof NoPermission missing) {
            return Problem.fatal(
                    NO_PERMISSION,
                    endpoint.user() + " lacks the privilege " + missing.getPrivilegeId() + " in vCenter",
                    "Add " + missing.getPrivilegeId() + " to the role of " + endpoint.user()
                            + " on the virtual machine and its datastores.");
        }
        if (fault.fault() instanceof ManagedObjectNotFound missing) {
            return gone(missing, fault.getMessage());
        }
        if (fault.is(TaskInProgress.class)) {
            return Problem.passing(
                    "VCENTER_TASK_IN_PROGRESS",
                    "Another task works on the virtual machine",
                    "Wait for the task that vCenter shows for the virtual machine.");
        }
        return Problem.fatal(
                "VCENTER_FAULT",
                "vCenter answered " + fault.name() + ": " + fault.getMessage(),
                "Look for the failure among the virtual machine's tasks and events in vCenter.");
    }

    private static Problem gone(ManagedObjectNotFound fault, String words) {
        ManagedObjectReference missing = fault.getObj();
        String type = missing == null ? "" : String.valueOf(missing.getType());
        if (type.equals(References.VIRTUAL_MACHINE)) {
            return Problem.fatal(
                    VM_GONE,
                    "vCenter has no virtual machine " + missing.getVal() + " any more",
                    "Check in vCenter whether it was removed or registered anew, and choose the one that is there.");
        }
        if (type.equals(References.SNAPSHOT)) {
            return Problem.fatal(
                    SNAPSHOT_GONE,
                    "The virtual machine's snapshot " + missing.getVal() + " was removed",
                    "Start again with a new snapshot, and let nobody remove it meanwhile.");
        }
        return Problem.fatal(
                "VCENTER_OBJECT_GONE",
                "vCenter no longer has what was asked for: " + words,
                "Check in vCenter whether the virtual machine was removed.");
    }

    private Problem ofTransport(Exception failure) {
        Optional<CertificateChangedException> changed = cause(failure, CertificateChangedException.class);
        if (changed.isPresent()) {
            return certificateChanged(changed.get());
        }
        Optional<HttpRefusedException> refused = cause(failure, HttpRefusedException.class);
        if (refused.isPresent()) {
            return httpRefused(refused.get().status());
        }
        Optional<MalformedAnswerException> malformed = cause(failure, MalformedAnswerException.class);
        if (malformed.isPresent()) {
            return malformed(malformed.get().getMessage());
        }
        return Problem.passing(
                UNREACHABLE,
                "vCenter " + host() + " can't be reached: " + reason(failure),
                "Check the address, that vCenter runs, and that a firewall lets the connector reach its port.");
    }

    Problem malformed(String how) {
        return Problem.fatal(
                "VCENTER_ANSWER_MALFORMED",
                "What answers at " + endpoint.sdk() + " does not speak the vSphere API: " + how,
                CHECK_ADDRESS);
    }

    private Problem certificateChanged(CertificateChangedException changed) {
        String told =
                switch (changed.state()) {
                    case CHANGED, UNKNOWN, TRUSTED -> "shows another certificate than the one that was accepted";
                    case NAME_MISMATCH -> "shows a certificate for another name";
                    case UNKNOWN_ISSUER -> "shows a certificate of another authority than the followed one";
                    case NOT_VALID -> "shows a certificate that is not valid yet or no longer";
                };
        return new Problem(
                CERTIFICATE_CHANGED,
                "vCenter " + host() + " " + told + " (" + changed.state() + "); " + changed.comparison(),
                "Compare the shown fingerprint on vCenter itself; when it is right, accept it: connector trust accept "
                        + endpoint.server()
                        + " FINGERPRINT. Work that waits then goes on by itself. If nobody renewed the"
                        + " certificate, somebody may be listening.",
                Retry.ON_RESUME);
    }

    private Problem httpRefused(int status) {
        if (status == UNAVAILABLE) {
            return Problem.passing(
                    "VCENTER_BUSY",
                    "vCenter " + host() + " is not ready (HTTP 503)",
                    "Wait until its services have started.");
        }
        return Problem.fatal(
                "VCENTER_NO_SDK",
                "What answers at " + endpoint.sdk() + " is not the vSphere API (HTTP " + status + ")",
                CHECK_ADDRESS);
    }

    private static String reason(Exception failure) {
        if (cause(failure, UnknownHostException.class).isPresent()) {
            return "its name is not known to DNS";
        }
        if (cause(failure, SocketTimeoutException.class).isPresent()) {
            return "it did not answer in time";
        }
        Optional<SSLException> tls = cause(failure, SSLException.class);
        if (tls.isPresent()) {
            return "TLS failed, " + tls.get().getMessage();
        }
        return cause(failure, IOException.class)
                .map(VcenterProblems::innermost)
                .map(Throwable::getMessage)
                .orElse("the connection broke");
    }

    private static Throwable innermost(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private String host() {
        return endpoint.sdk().getHost();
    }

    /** The first cause of that type. */
    static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
